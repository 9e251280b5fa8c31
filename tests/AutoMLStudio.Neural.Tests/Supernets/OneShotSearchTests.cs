using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Supernets.OneShot;
using AutoMLStudio.Neural.Tests.Training;
using TorchSharp;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>One-shot search from its first step to what it proposes [Bender2018].</summary>
public sealed class OneShotSearchTests : IDisposable
{
    private static readonly OneShotOptions Quick = new() { Epochs = 3, BatchSize = 32, Ghost = 16, Samples = 12, PathDropout = 0.3 };

    private readonly Studies _studies = new();

    public void Dispose() => _studies.Dispose();

    [Fact]
    public async Task A_search_that_is_killed_goes_on_to_the_same_end()
    {
        var unbroken = await RunAsync("", 0, []);
        var before = await RunAsync(_studies.Folder, 2, []);
        var after = await RunAsync(_studies.Folder, 0, before);
        before.Concat(after).Select(Searches.Text).ShouldBe(unbroken.Select(Searches.Text));
        unbroken.Select(r => r.Search!.Found.Count).ShouldBe([10, 10, 12]);
        unbroken.ShouldAllBe(r => r.Search!.Found.Zip(r.Search.Found.Skip(1)).All(p => p.First.Score >= p.Second.Score));
        unbroken[^1].Search!.Slots.ShouldAllBe(s => Math.Abs(s.Weights.Sum() - 1) < 1e-9);
    }

    [Fact]
    public async Task More_paths_are_left_out_from_epoch_to_epoch()
    {
        var reports = await RunAsync("", 0, []);
        reports.Select(r => r.Metrics["path_dropout"]).ShouldBeInOrder();
        reports[^1].Metrics["path_dropout"].ShouldBeInRange(0.2, 0.3);
        reports.Select(r => r.Metrics["kept_share"]).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task An_epoch_leaves_no_live_tensor()
    {
        using var search = await Searches.BeginAsync(new OneShotSampler(Quick, Searches.Context()), Searches.Context());
        search.Next(TestContext.Current.CancellationToken);
        var statistics = DisposeScopeManager.Statistics;
        var live = statistics.ThreadTotalLiveCount;
        search.Next(TestContext.Current.CancellationToken);
        statistics.ThreadTotalLiveCount.ShouldBe(live);
    }

    [Fact]
    public async Task The_best_and_some_of_all_ranks_are_proposed_after_the_search()
    {
        var context = Searches.Context();
        var sampler = new OneShotSampler(Quick with { Finals = 2, Check = 3 }, context);
        var history = new History(context.Objectives);
        void Add(StudyEvent happened) => history.Apply(happened with { Sequence = history.Sequence + 1 });
        Add(new StudyStateChanged(StudyState.Running, null));
        Add(new TrialStarted(0, sampler.Suggest(context.Space, history, Rng.For(1))!, 3));
        sampler.Suggest(context.Space, history, Rng.For(1)).ShouldBeNull("the search is under way");
        var reports = await RunAsync("", 0, []);
        foreach (var report in reports) Add(new TrialReported(0, report));
        Add(new TrialEnded(0, TrialState.Completed, null));
        var found = reports[^1].Search!.Found;
        var proposed = new List<Architecture>();
        while (sampler.Suggest(context.Space, history, Rng.For(2)) is { } configuration)
        {
            proposed.Add(context.Space.ArchitectureOf("net", configuration)!);
            Add(new TrialStarted(proposed.Count, configuration, 2));
        }
        proposed.ShouldBe(new[] { 0, 1, 6, 11 }.Select(i => found[i].Architecture));
    }

    private static async Task<List<Report>> RunAsync(string folder, int count, IReadOnlyList<Report> known)
    {
        var context = Searches.Context(folder);
        return await Studies.RunAsync(Searches.Evaluator(context, new OneShotSampler(Quick, context)), Searches.Trial(Quick.Epochs, known),
            count > 0 ? count : int.MaxValue);
    }
}
