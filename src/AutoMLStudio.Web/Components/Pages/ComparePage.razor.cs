using System.Globalization;
using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Web.Components.Compare;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Studies;
using Microsoft.AspNetCore.Components;

namespace AutoMLStudio.Web.Components.Pages;

/// <summary>Studies side by side, live. Which they are, and what their charts show, stands in the address.</summary>
public sealed partial class ComparePage
{
    /// <summary>Most studies that stand side by side: each is read for itself.</summary>
    private const int Most = 16;

    private readonly Dictionary<long, JsonObject> _definitions = [];
    private readonly Dictionary<(long Study, int Trial), JsonObject> _best = [];
    private IReadOnlyList<StudySummary>? _studies;
    private IReadOnlyList<StudySummary> _others = [];
    private List<long> _missing = [];
    private string? _fault;
    private IDisposable? _subscription;
    private Refresher? _refresher;

    /// <summary>Identities of the studies, with commas between them.</summary>
    [SupplyParameterFromQuery] public string? Ids { get; set; }

    /// <summary>True shows the fields of the definitions that are the same, too.</summary>
    [SupplyParameterFromQuery] public bool? All { get; set; }

    [Inject] private Catalog Catalog { get; set; } = null!;

    [Inject] private IStudyQueries Queries { get; set; } = null!;

    [Inject] private StudyFeed Feed { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private ILogger<ComparePage> Logger { get; set; } = null!;

    /// <summary>Those asked for, each once; what is no number is passed over, and so is what comes after the most that fit.</summary>
    private List<long> Wanted =>
        [.. (Ids ?? "").Split(',').Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0).Distinct().Take(Most)];

    /// <summary>True when all have the same objectives, several of them.</summary>
    private bool HasFronts => _studies![0].Objectives.Count > 1 && _studies.All(s => s.Objectives.SequenceEqual(_studies[0].Objectives));

    private bool IsComparable => _studies!.Select(s => (s.Metric, s.Direction)).Distinct().Count() == 1;

    private IReadOnlyList<ComparisonLine> BestLines => ComparisonTable.Of(
        [.. _studies!.Select(s => s.BestTrial is { } best ? _best.GetValueOrDefault((s.Id, best)) : null)]);

    private IReadOnlyList<ComparisonLine> DefinitionLines =>
        [.. ComparisonTable.Of([.. _studies!.Select(s => _definitions[s.Id])]).Where(l => l.Name != "name" && (All is true || l.Differs))];

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
        _subscription = Feed.Subscribe(
            null, change => Wanted.Contains(change.StudyId) ? InvokeAsync(_refresher.RequestAsync) : Task.CompletedTask);
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => _refresher!.RequestAsync();

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var studies = new List<StudySummary>();
            var missing = new List<long>();
            foreach (var id in Wanted)
            {
                if (await ReadAsync(id, cancellationToken) is { } study) studies.Add(study);
                else missing.Add(id);
            }
            var chosen = studies.Select(s => s.Id).ToHashSet();
            _others = [.. (await Queries.ListAsync(cancellationToken)).Where(s => !chosen.Contains(s.Id))];
            (_studies, _missing, _fault) = (studies, missing, null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Logger.LogError(exception, "The studies to compare could not be read.");
            _fault = exception.Message;
        }
        StateHasChanged();
    }

    // A definition is read once; the best configuration when there is another.
    private async Task<StudySummary?> ReadAsync(long id, CancellationToken cancellationToken)
    {
        if (!_definitions.ContainsKey(id))
        {
            if (await Queries.FindAsync(id, cancellationToken) is not { } detail) return null;
            _definitions[id] = ComparisonTable.Condensed(detail.Definition);
        }
        if (await Queries.SummaryAsync(id, cancellationToken) is not { } study) return null;
        if (study.BestTrial is { } best && !_best.ContainsKey((id, best)))
        {
            var page = await Queries.TrialsAsync(id, new(0, 1, Filter: $"number = {best}"), cancellationToken);
            if (page.Trials.Count == 1) _best[(id, best)] = page.Trials[0].Config;
        }
        return study;
    }

    private string Title(string sampler) => Catalog.Find(MethodKind.Sampler, sampler)?.Title is { } title ? T[title] : sampler;

    private string Without(long id) => With(Wanted.Where(w => w != id));

    private string With(IEnumerable<long> ids)
    {
        var list = string.Join(',', ids);
        return Navigation.GetUriWithQueryParameter("ids", list.Length == 0 ? null : list);
    }

    private void Add(ChangeEventArgs change)
    {
        if (long.TryParse((string?)change.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            Navigation.NavigateTo(With(Wanted.Append(id)), replace: true);
    }

    private void ShowAll(ChangeEventArgs change) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("all", change.Value is true ? true : (bool?)null), replace: true);
}
