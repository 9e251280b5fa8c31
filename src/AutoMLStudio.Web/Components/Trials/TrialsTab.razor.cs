using System.Globalization;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Detail;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Imports;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.JSInterop;
using MudBlazor;
using Direction = AutoMLStudio.Core.Studies.Direction;

namespace AutoMLStudio.Web.Components.Trials;

/// <summary>
/// The trials of a study: parallel coordinates whose brushes filter the table below, the table, and the comparison of picked ones. Filter, order, page
/// and comparison stand in the address; the layout of the columns is kept in the browser.
/// </summary>
public sealed partial class TrialsTab : IDisposable
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 25;

    /// <summary>Most trials that stand side by side.</summary>
    private const int MostCompared = 8;

    private readonly HashSet<int> _picked = [];
    private readonly SortedSet<string> _metrics = new(StringComparer.Ordinal);
    private IReadOnlyList<TableColumn> _all = [];
    private List<string> _shown = [];
    private List<string>? _chosen;
    private IReadOnlyList<TrialView> _compared = [];
    private AddressQuery? _address;
    private TrialPage? _page;
    private string? _fault;
    private Refresher? _refresher;

    /// <summary>The study.</summary>
    [Parameter, EditorRequired] public required StudyDetail Detail { get; set; }

    /// <summary>How it stands.</summary>
    [Parameter, EditorRequired] public required StudySummary Study { get; set; }

    [Inject] private IStudyQueries Queries { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private ISnackbar Snackbar { get; set; } = null!;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    private long StudyId => Study.Id;

    /// <summary>Only trials for which this holds.</summary>
    private string? Filter => _address!.Text("filter");

    /// <summary>The rows asked for; the newest first when no order is given.</summary>
    private TrialQuery Query
    {
        get
        {
            var sort = _address!.Text("sort");
            var skip = (Math.Max(1, _address.Number("page") ?? 1) - 1) * PageSize;
            return new(skip, PageSize, sort ?? "number", _address.Flag("desc") ?? sort is null, Filter);
        }
    }

    /// <summary>True while finished trials are brought in from a file.</summary>
    private bool IsImporting => _address!.Text("import") is not null;

    private IReadOnlyList<string> Names => [.. Detail.Parameters.Select(p => p.Name)];

    private List<TableColumn> ShownColumns => [.. _shown.Select(k => _all.FirstOrDefault(c => c.Key == k)).OfType<TableColumn>()];

    private bool HasFront => Study.Objectives.Count > 1;

    /// <summary>What the filter says for trials that keep every outcome constraint.</summary>
    private const string FeasibleFilter = "feasible = 1";

    /// <summary>True when the filter has this clause.</summary>
    private bool Has(string clause) => Clauses.Contains(clause, StringComparer.Ordinal);

    private IEnumerable<string> Clauses => (Filter ?? "").Split(" and ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string LayoutKey => string.Create(CultureInfo.InvariantCulture, $"studio.columns.{StudyId}");

    private List<string> Examples
    {
        get
        {
            var value = Wording.Number(Study.BestValue ?? 0.5, 3).Replace('−', '-');
            var examples = new List<string> { $"state = completed and value {(Study.Direction == Direction.Minimize ? "<" : ">")} {value}" };
            if (Detail.Parameters.FirstOrDefault(p => p.Low is not null) is { } number)
                examples.Add(string.Create(CultureInfo.InvariantCulture, $"{number.Name} >= {number.Low:R} and {number.Name} <= {number.High:R}"));
            if (Detail.Parameters.FirstOrDefault(p => p.Choices?.Count > 0) is { } choice) examples.Add($"{choice.Name} = {choice.Choices![0]}");
            examples.Add("state = failed or state = stopped");
            return examples;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _refresher?.Dispose();

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        _address = AddressQuery.Of(Navigation);
        _refresher ??= new(RefreshAsync);
        return _refresher.RequestAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        await using var module = await Script.InvokeAsync<IJSObjectReference>("import", "./js/study/layout.js");
        _chosen = (await module.InvokeAsync<string[]?>("load", LayoutKey))?.ToList();
        if (_chosen is null) return;
        Arrange();
        StateHasChanged();
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            _page = await Queries.TrialsAsync(StudyId, Query, cancellationToken);
            _fault = null;
        }
        catch (StudyFileException exception)
        {
            // What is shown stays until the question can be answered.
            _fault = string.Join(" ", exception.Faults.Select(f => f.Message));
            _page ??= new([], 0);
        }
        _compared = await ComparedAsync(cancellationToken);
        _metrics.UnionWith(_page.Trials.SelectMany(t => t.Metrics.Keys));
        _all = TableColumn.All(Study, Detail.Parameters, _metrics);
        Arrange();
        StateHasChanged();
    }

    private async Task<IReadOnlyList<TrialView>> ComparedAsync(CancellationToken cancellationToken)
    {
        var numbers = (_address!.Text("compare") ?? "").Split(',').Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .Where(n => n >= 0).Distinct().Take(MostCompared).ToList();
        if (numbers.Count < 2) return [];
        var filter = string.Join(" or ", numbers.Select(n => $"number = {n}"));
        return (await Queries.TrialsAsync(StudyId, new(0, MostCompared, Filter: filter), cancellationToken)).Trials;
    }

    private void Arrange() => _shown = _chosen is { Count: > 0 } chosen ? [.. chosen.Where(k => _all.Any(c => c.Key == k))]
        : [.. TableColumn.Usual(_all, _page?.Trials.Any(t => t.Budget > 1) ?? false, _page?.Trials.Any(t => t.Imported is not null) ?? false)];

    private async Task LayOutAsync(List<string> keys)
    {
        _chosen = keys.Count == 0 ? null : keys;
        Arrange();
        await using var module = await Script.InvokeAsync<IJSObjectReference>("import", "./js/study/layout.js");
        await module.InvokeVoidAsync("save", LayoutKey, _chosen);
    }

    private Task TellAsync(TrialImport import)
    {
        Snackbar.Add(T["{0} trials were imported from {1}.", import.Added, import.File], Severity.Success);
        return _refresher!.RequestAsync();
    }

    private void Pick(int number)
    {
        if (!_picked.Remove(number) && _picked.Count < MostCompared) _picked.Add(number);
    }

    private void FilterAsync(string? filter) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["filter"] = filter, ["page"] = null }), replace: true);

    private void Toggle(string clause)
    {
        var isAlternative = Filter?.Contains(" or ", StringComparison.OrdinalIgnoreCase) ?? false;
        FilterAsync(Has(clause) ? Joined(Clauses.Where(c => c != clause)) : isAlternative ? $"({Filter}) and {clause}" : Joined(Clauses.Append(clause)));
    }

    private static string? Joined(IEnumerable<string> clauses) => string.Join(" and ", clauses) is { Length: > 0 } joined ? joined : null;

    private void Go(string key, string? value) => Navigation.NavigateTo(Address(key, value));

    private string Address(string key, string? value) => Navigation.GetUriWithQueryParameter(key, value);

    private string FileAddress(string format)
    {
        var query = new Dictionary<string, string?>
        {
            ["sort"] = Query.Sort, ["descending"] = Query.Descending ? "true" : "false", ["filter"] = string.IsNullOrEmpty(Filter) ? null : Filter,
        };
        return QueryHelpers.AddQueryString($"api/v1/studies/{StudyId}/trials.{format}", query.Where(q => q.Value is not null));
    }
}
