using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.List;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Studies;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace AutoMLStudio.Web.Components.Pages;

/// <summary>All studies, live. Search, filters, order and page stand in the address.</summary>
public sealed partial class StudiesPage
{
    private const int PageSize = 50;

    private static readonly (string Key, string Title, string Style)[] Columns =
    [
        ("name", Texts.Of("Study"), "name"), ("state", Texts.Of("State"), "where"), ("progress", Texts.Of("Progress"), "work"),
        ("best", Texts.Of("Best"), "best numeric"), ("", Texts.Of("Best so far"), "trend"), ("method", Texts.Of("Method"), "how"),
        ("dataset", Texts.Of("Data"), "data"), ("created", Texts.Of("Created"), "age"),
    ];

    private readonly SortedSet<long> _selected = [];
    private StudyList? _list;
    private string? _fault;
    private IDisposable? _subscription;
    private Refresher? _refresher;

    /// <summary>Words that must occur.</summary>
    [SupplyParameterFromQuery] public string? Search { get; set; }

    /// <summary>Where studies must stand.</summary>
    [SupplyParameterFromQuery] public string? State { get; set; }

    /// <summary>A tag they must have.</summary>
    [SupplyParameterFromQuery] public string? Tag { get; set; }

    /// <summary>Key of their sampler.</summary>
    [SupplyParameterFromQuery] public string? Method { get; set; }

    /// <summary>Their dataset.</summary>
    [SupplyParameterFromQuery] public string? Dataset { get; set; }

    /// <summary>True shows the archived ones.</summary>
    [SupplyParameterFromQuery] public bool? Archived { get; set; }

    /// <summary>What they are ordered by; when they were created, the newest first, when not given.</summary>
    [SupplyParameterFromQuery] public string? Sort { get; set; }

    /// <summary>Largest first.</summary>
    [SupplyParameterFromQuery] public bool? Desc { get; set; }

    /// <summary>Page, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")] public int? PageNumber { get; set; }

    [Inject] private Catalog Catalog { get; set; } = null!;

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    [Inject] private ISnackbar Snackbar { get; set; } = null!;

    [Inject] private IStudyCommands Commands { get; set; } = null!;

    [Inject] private IStudyQueries Queries { get; set; } = null!;

    [Inject] private StudyFeed Feed { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private ILogger<StudiesPage> Logger { get; set; } = null!;

    private StudyListQuery Query
    {
        get
        {
            var sort = Sort is not null && StudyList.Orders.Contains(Sort) ? Sort : "created";
            StudyState? state = Enum.TryParse<StudyState>(State, ignoreCase: true, out var wanted) && Enum.IsDefined(wanted) ? wanted : null;
            return new(
                Search, state, Tag, Method, Dataset, Archived ?? false, sort, Desc ?? sort == "created",
                (Math.Max(1, PageNumber ?? 1) - 1) * PageSize, PageSize);
        }
    }

    private bool IsAllSelected => _list!.Studies.All(s => _selected.Contains(s.Id));

    private string? CompareAddress => _selected.Count < 2 ? null : $"compare?ids={string.Join(',', _selected)}";

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _refresher?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _refresher = new(RefreshAsync);
        // Subscribed before the first read: what changes in between is not missed.
        _subscription = Feed.Subscribe(null, _ => InvokeAsync(_refresher.RequestAsync));
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => _refresher!.RequestAsync();

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            _list = await Queries.SearchAsync(Query, cancellationToken);
            _fault = null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Logger.LogError(exception, "The list of studies could not be read.");
            _fault = exception.Message;
        }
        StateHasChanged();
    }

    private void Select(long id, bool isSelected) => _ = isSelected ? _selected.Add(id) : _selected.Remove(id);

    private void SelectAll(ChangeEventArgs change)
    {
        foreach (var study in _list!.Studies) Select(study.Id, change.Value is true);
    }

    private void Filter((string Name, object? Value) filter) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [filter.Name] = filter.Value, ["page"] = null }), replace: true);

    private string Order(string key) => Query.Sort != key ? "none" : Query.Descending ? "descending" : "ascending";

    private string Arrow(string key) => Query.Sort != key ? "" : Query.Descending ? "↓" : "↑";

    // The newest first is what an address says that says nothing.
    private string SortAddress(string key)
    {
        var descending = Query.Sort == key ? !Query.Descending : key == "created";
        var isStandard = key == "created" && descending;
        return Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["sort"] = isStandard ? null : key,
            ["desc"] = isStandard || !(descending || key == "created") ? null : descending,
            ["page"] = null,
        });
    }

    private string PageAddress(int move)
    {
        var page = Query.Skip / PageSize + 1 + move;
        return Navigation.GetUriWithQueryParameter("page", page <= 1 ? null : (int?)page);
    }

    private IReadOnlyList<MenuAction> ActionsOf(StudySummary study) =>
    [
        new(T["Clone"]) { Address = $"studies/new?from={study.Id}" },
        new(T["Rename and tag…"]) { Chosen = () => RenameAsync(study) },
        new(study.Archived ? T["Take out of the archive"] : T["Archive"]) { Chosen = () => ArchiveAsync(study) },
        new(T["Delete…"])
        {
            Chosen = () => DeleteAsync(study),
            Hint = study.State.IsActive() ? T["A running study cannot be deleted: stop it first."].Value : null,
            IsDisabled = study.State.IsActive(),
            IsDangerous = true,
        },
    ];

    private async Task RenameAsync(StudySummary study)
    {
        var parameters = new DialogParameters<EditStudyDialog> { { d => d.Study, study }, { d => d.Known, _list!.Tags } };
        await (await Dialogs.ShowAsync<EditStudyDialog>(T["Rename and tag"], parameters)).Result;
        await _refresher!.RequestAsync();
    }

    private async Task ArchiveAsync(StudySummary study)
    {
        if (await TryAsync(() => Commands.EditAsync(study.Id, new(Archived: !study.Archived))))
            Snackbar.Add(study.Archived ? T["“{0}” is back in the list.", study.Name] : T["“{0}” is archived.", study.Name]);
    }

    private async Task DeleteAsync(StudySummary study)
    {
        var text = T["“{0}” goes with its {1:N0} trials, checkpoints and model. This cannot be undone.", study.Name, study.Trials];
        if (await Dialogs.ShowMessageBoxAsync(T["Delete the study?"], text, T["Delete"], cancelText: T["Keep it"]) is not true) return;
        await TryAsync(() => Commands.DeleteAsync(study.Id));
        _selected.Remove(study.Id);
    }

    private async Task<bool> TryAsync(Func<Task> change)
    {
        var isDone = false;
        try
        {
            await change();
            isDone = true;
        }
        catch (StudyRequestException exception)
        {
            Snackbar.Add(exception.Message, Severity.Error);
        }
        await _refresher!.RequestAsync();
        return isDone;
    }
}
