using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Studies.Imports;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AutoMLStudio.Web.Components.Imports;

/// <summary>
/// Finished trials from a file of the person's: chosen, looked at, imported. The file goes from the browser to the API and never through the circuit;
/// of a study that is still being defined it stays in the browser until there is one.
/// </summary>
public sealed partial class ImportPanel
{
    private const int MostFaults = 12;

    private readonly string _id = "import-trials";
    private ElementReference _zone;
    private DotNetObjectReference<ImportPanel>? _self;
    private IReadOnlyList<string> _refused = [];
    private TrialImport? _read;
    private string? _file;
    private bool _busy;

    /// <summary>The study that takes the trials; null while it is being defined.</summary>
    [Parameter] public long? StudyId { get; set; }

    /// <summary>The study under definition, as text.</summary>
    [Parameter] public Func<string>? StudyText { get; set; }

    /// <summary>True while the study runs: nothing can be imported then.</summary>
    [Parameter] public bool IsBlocked { get; set; }

    /// <summary>Trials were imported.</summary>
    [Parameter] public EventCallback<TrialImport> Imported { get; set; }

    /// <summary>The panel is done with.</summary>
    [Parameter] public EventCallback Closed { get; set; }

    /// <summary>True when a file with trials waits for the study to be created.</summary>
    public bool IsWaiting => StudyId is null && _read is { Ready: > 0 };

    /// <inheritdoc/>
    protected override string ModulePath => "./js/study/import.js";

    /// <inheritdoc/>
    protected override object?[] Arguments => [_zone, _self ??= DotNetObjectReference.Create(this), StudyId, TrialTableFile.MaximumBytes];

    private string Caption => _read!.Faulty == 0 ? T["Import {0} trials", _read.Ready]
        : T["Import {0} trials, leave out {1} faulty rows", _read.Ready, _read.Faulty];

    /// <summary>A file was chosen: it is read now. Answers with the study under definition; null when there is a study.</summary>
    [JSInvokable]
    public string? Chosen(string file)
    {
        (_file, _busy, _read, _refused) = (file, true, null, []);
        StateHasChanged();
        return StudyId is null ? StudyText?.Invoke() : null;
    }

    /// <summary>What the API has answered about the file.</summary>
    [JSInvokable]
    public void Looked(bool isGood, string answer)
    {
        _busy = false;
        if (isGood) _read = JsonSerializer.Deserialize<TrialImport>(answer, StudyJson.Options);
        else _refused = FaultsOf(answer);
        StateHasChanged();
    }

    /// <summary>Imports the file that waits into the study that has been created; the faults when it is refused.</summary>
    public async Task<IReadOnlyList<string>> SendAsync(long study)
    {
        if (Drawn is null || _read is null) return [];
        var answer = await Drawn.InvokeAsync<ImportAnswer>("send", study);
        if (!answer.IsGood) return FaultsOf(answer.Text);
        _read = JsonSerializer.Deserialize<TrialImport>(answer.Text, StudyJson.Options);
        return [];
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _self?.Dispose();
    }

    private async Task ImportAsync()
    {
        _busy = true;
        _refused = await SendAsync(StudyId!.Value);
        _busy = false;
        if (_refused.Count > 0) return;
        var done = _read!;
        await ForgetAsync();
        await Imported.InvokeAsync(done);
    }

    private async Task ForgetAsync()
    {
        (_file, _read, _refused) = (null, null, []);
        if (Drawn is not null) await Drawn.InvokeVoidAsync("forget");
        await Closed.InvokeAsync();
    }

    /// <summary>The sentences of a problem: those of its fields, or the one as a whole.</summary>
    private static IReadOnlyList<string> FaultsOf(string answer)
    {
        try
        {
            var problem = JsonNode.Parse(answer);
            if (problem?["errors"] is JsonObject errors)
                return [.. errors.Select(e => Sentence(e.Key, string.Join(" ", e.Value!.AsArray().Select(m => m!.ToString())))).Take(MostFaults)];
            return [problem?["detail"]?.ToString() ?? answer];
        }
        catch (JsonException)
        {
            return [answer];
        }
    }

    private static string Sentence(string field, string message) =>
        field.Length == 0 || message.Contains($"'{field}'", StringComparison.Ordinal) ? message : $"{field}: {message}";

    private sealed record ImportAnswer(bool IsGood, string Text);
}
