using System.Text.Json;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Forms;
using AutoMLStudio.Web.Components.Imports;
using AutoMLStudio.Web.Components.Wizard;
using AutoMLStudio.Web.Datasets;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Trials;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace AutoMLStudio.Web.Components.Pages;

/// <summary>
/// Defines a study: step by step, or all on one page. Both edit one draft, which the browser keeps over a reload; the address says which view it
/// is, which step, and what it began with.
/// </summary>
public sealed partial class NewStudyPage
{
    private const string Expert = "expert";

    private StudyDraft? _draft;
    private IReadOnlyList<DatasetChoice> _datasets = DatasetChoice.BuiltIn;
    private ElementReference _question;
    private string? _origin;
    private string _mode = "";
    private int _shown = 1;
    private ImportPanel? _import;
    private bool _creating;

    /// <summary>Key of a template to begin with.</summary>
    [SupplyParameterFromQuery] public string? Template { get; set; }

    /// <summary>The same, as the list of studies calls it.</summary>
    [SupplyParameterFromQuery] public string? Example { get; set; }

    /// <summary>A study to begin with.</summary>
    [SupplyParameterFromQuery] public long? From { get; set; }

    /// <summary>With a study: the trial whose network is trained anew, longer.</summary>
    [SupplyParameterFromQuery] public int? Trial { get; set; }

    /// <summary>A dataset to begin with.</summary>
    [SupplyParameterFromQuery] public string? Dataset { get; set; }

    /// <summary><c>guided</c> or <c>expert</c>; the last one used without it, and guided the first time.</summary>
    [SupplyParameterFromQuery] public string? Mode { get; set; }

    /// <summary>Step of the guided view, from 1.</summary>
    [SupplyParameterFromQuery] public int? Step { get; set; }

    [Inject] private ISnackbar Snackbar { get; set; } = null!;

    [Inject] private IStudyCommands Commands { get; set; } = null!;

    [Inject] private IStudyQueries Queries { get; set; } = null!;

    [Inject] private ITrialQueries Trials { get; set; } = null!;

    [Inject] private ITrialCommands TrialCommands { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    [Inject] private IDatasets Stored { get; set; } = null!;

    [Inject] private Catalog Catalog { get; set; } = null!;

    private bool IsExpert => _mode == Expert;

    private int Current => Math.Clamp(Step ?? 1, 1, WizardStep.Titles.Count);

    private bool IsLast => IsExpert || Current == WizardStep.Titles.Count;

    private bool IsBlocked => _creating || _draft!.Faults.All.Count > 0;

    private string Origin => From is { } id ? Trial is { } trial ? $"from:{id}:{trial}" : $"from:{id}" : Template ?? Example ?? (Dataset is null ? "" : $"dataset:{Dataset}");

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_draft is null) await OpenAsync();
        else if (Origin != _origin && Origin.Length > 0) await BeginAsync(_draft);
        var view = (Mode ?? _mode) == Expert ? Expert : "guided";
        if (view == _mode) return;
        (_mode, _draft!.FollowsAdvice) = (view, view != Expert);
        await SaveAsync(_draft!);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_draft is null || _shown == Current) return;
        _shown = Current;
        if (!IsExpert) await _question.FocusAsync();
    }

    private async Task OpenAsync()
    {
        _datasets = [.. (await Stored.ListAsync()).Select(DatasetChoice.Of)];
        var kept = await LoadAsync();
        var draft = new StudyDraft(Commands, Catalog) { FollowsAdvice = true };
        if (kept is not null)
        {
            await draft.ReplaceAsync(kept.Text);
            _mode = kept.Mode;
            _origin = kept.Origin;
        }
        if (kept is null || (Origin.Length > 0 && Origin != kept.Origin)) await BeginAsync(draft);
        if (kept is null) draft.Begin();
        _draft = draft;
    }

    // What was there before can be had back by undoing.
    private async Task BeginAsync(StudyDraft draft)
    {
        _origin = Origin;
        var study = From is { } id ? await Queries.FindAsync(id) : null;
        var file = From is null ? Wizard.Template.Find(Template ?? Example)?.File
            : study is not null && Trial is { } trial ? LongerTraining.File(study, trial) : study?.Yaml;
        await draft.ReplaceAsync(file ?? NewStudy.File(Dataset, _datasets));
        if (file is null) await draft.TakeAdviceAsync();
        await SaveAsync(draft);
    }

    private async Task FormEditedAsync()
    {
        await _draft!.FormEditedAsync();
        await SaveAsync(_draft);
    }

    private async Task YamlEditedAsync(string yaml)
    {
        await _draft!.YamlEditedAsync(yaml);
        await SaveAsync(_draft);
    }

    private async Task TakeAdviceAsync()
    {
        await _draft!.TakeAdviceAsync();
        await SaveAsync(_draft);
    }

    private async Task UndoAsync()
    {
        await _draft!.UndoAsync();
        await SaveAsync(_draft);
    }

    private Task RenameAsync(string? name)
    {
        _draft!.Json["name"] = name ?? "";
        return FormEditedAsync();
    }

    private async Task StartOverAsync()
    {
        await using (var module = await ModuleAsync()) await module.InvokeVoidAsync("clear");
        _origin = "";
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters("studies/new", new Dictionary<string, object?> { ["mode"] = _mode }));
        await _draft!.ReplaceAsync(NewStudy.File(null, _datasets));
        await TakeAdviceAsync();
    }

    private async Task CreateAsync(bool start)
    {
        if (IsBlocked) return;
        _creating = true;
        try
        {
            var id = await CreateAsync(_draft!.Text, start);
            await using (var module = await ModuleAsync()) await module.InvokeVoidAsync("clear");
            Navigation.NavigateTo($"studies/{id}");
        }
        catch (StudyFileException exception)
        {
            Snackbar.Add(exception.Message, Severity.Error);
        }
        finally
        {
            _creating = false;
        }
    }

    // A file of trials that waits, and a network that is trained anew, come before the first trial of the study's own.
    private async Task<long> CreateAsync(string text, bool start)
    {
        if (_import is not { IsWaiting: true } && Trial is null) return await Commands.CreateAsync(text, start);
        var id = await Commands.CreateAsync(text, start: false);
        IReadOnlyList<string> faults = _import is { IsWaiting: true } import ? await import.SendAsync(id) : [];
        if (Trial is { } trial && From is { } from && await Trials.FindAsync(from, trial) is { } known)
            await TrialCommands.EnqueueAsync(id, known.Trial.Config, parent: null);
        if (faults.Count > 0) Snackbar.Add(string.Join(" ", faults), Severity.Error);
        else if (start) await Commands.RequestAsync(id, StudyRequest.Start);
        return id;
    }

    private string Address(int? step = null, string? mode = null, string? template = null)
    {
        var parameters = new Dictionary<string, object?>();
        if (step is not null) parameters["step"] = step;
        if (mode is not null) parameters["mode"] = mode;
        if (template is not null)
        {
            parameters["template"] = template;
            foreach (var other in new[] { "example", "from", "trial", "dataset" }) parameters[other] = null;
        }
        return Navigation.GetUriWithQueryParameters(parameters);
    }

    private ValueTask<IJSObjectReference> ModuleAsync() => Script.InvokeAsync<IJSObjectReference>("import", "./js/study-draft.js");

    private async Task<KeptDraft?> LoadAsync()
    {
        try
        {
            await using var module = await ModuleAsync();
            var text = await module.InvokeAsync<string?>("load");
            return text is null ? null : JsonSerializer.Deserialize<KeptDraft>(text);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (JSDisconnectedException)
        {
            return null; // the page was left before it was there
        }
    }

    private async Task SaveAsync(StudyDraft draft)
    {
        try
        {
            await using var module = await ModuleAsync();
            await module.InvokeVoidAsync("save", JsonSerializer.Serialize(new KeptDraft(draft.Yaml, _mode, _origin ?? "")));
        }
        catch (JSDisconnectedException)
        {
            // The page was left: its browser keeps what it kept.
        }
    }

    /// <summary>What the browser keeps.</summary>
    /// <param name="Text">The study, as text.</param>
    /// <param name="Mode">The view in use.</param>
    /// <param name="Origin">What it began with: a page opened with the same address goes on with it.</param>
    private sealed record KeptDraft(string Text, string Mode, string Origin);
}
