using System.Globalization;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Columns;

namespace AutoMLStudio.Web.Tests.Studies.Columns;

public sealed class TrialColumnsTests
{
    private const string Study = """
        name: columns
        evaluator: { type: command, command: "true" }
        objective: { metric: score, direction: maximize }
        space:
          value: { type: float, low: 0, high: 1 }
          kind: { type: categorical, choices: [plain, odd, 3, true] }
          learning-rate: { type: float, low: 0, high: 1, when: { kind: odd } }
        sampler: random
        """;

    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("value >= 30", "3")]
    [InlineData("config.value > 0.25", "3")]
    [InlineData("metrics.score = 20", "2")]
    [InlineData("score = 20", "2")]
    [InlineData("kind = odd", "1")]
    [InlineData("kind = 3 or kind = true", "2 3")]
    [InlineData("`learning-rate` < 1", "1")]
    [InlineData("not (`learning-rate` < 1) and state = completed", "0 2 3")]
    [InlineData("state = failed or number % 2 = 1 and seconds > 0", "1 3 4")]
    [InlineData("reason = 'out of memory'", "4")]
    public void A_filter_names_columns_states_and_choices(string filter, string numbers) =>
        Rows(Few(), new(Filter: filter)).ShouldBe(numbers);

    [Theory]
    [InlineData("value", true, "3 2 1 0 4")]
    [InlineData("value", false, "0 1 2 3 4")]
    [InlineData("kind", true, "3 2 1 0 4")]
    [InlineData("learning-rate", false, "1 0 2 3 4")]
    [InlineData("reason", true, "4 0 1 2 3")]
    public void Empty_cells_stand_last_whichever_way_the_rows_are_ordered(string sort, bool descending, string numbers) =>
        Rows(Few(), new(Sort: sort, Descending: descending)).ShouldBe(numbers);

    [Fact]
    public void A_search_by_shared_weights_is_marked_and_no_parameter()
    {
        var definition = StudyReader.Read(StudyText.Parse("""
            name: searches
            dataset: glyphs
            evaluator: network
            space: { cell: { type: architecture, space: cell } }
            sampler: shared
            """), Components.SearchesTwin.Catalog);
        var columns = new TrialColumns(definition);
        columns.Apply(new()
        {
            StudyId = 1, Number = 0, State = TrialState.Completed, Configuration = """{"$search":1}""", Budget = 20, Step = 20, StartedAt = Start,
        });
        var trial = ColumnMapper.Trial(columns, 0);
        trial.Search.ShouldBe(2);
        trial.Config.ShouldBeEmpty();
        Rows(columns, new(Filter: "search = 2")).ShouldBe("0");
        Rows(columns, new(Filter: "search = 1")).ShouldBe("");
    }

    [Fact]
    public void A_trial_that_changes_keeps_its_row_and_one_that_starts_anew_has_no_metrics()
    {
        var columns = Few();
        var again = Trial(2, TrialState.Running, null, """{"kind":"plain","value":0.5}""");
        again.Metrics = null;
        columns.Apply(again);
        columns.Count.ShouldBe(5);
        var view = ColumnMapper.Trial(columns, 2);
        (view.State, view.Value, view.Metrics.Count).ShouldBe((TrialState.Running, null, 0));
        view.Config.ToJsonString().ShouldBe("""{"value":0.5,"kind":"plain"}""");
    }

    [Fact]
    public void A_sample_is_even_repeats_itself_and_keeps_the_best_and_those_that_were_the_best()
    {
        var columns = Empty();
        for (var i = 0; i < 30_000; i++) columns.Apply(Trial(i, TrialState.Completed, i * 7919 % 30_000, """{"kind":"plain","value":0.5}"""));
        int[] all = [.. Enumerable.Range(0, columns.Count)];
        var sample = TrialSample.Of(columns, all, 3_000, 100);
        sample.Count.ShouldBeInRange(2_950, 3_050);
        sample.ShouldBeInOrder();
        TrialSample.Of(columns, all, 3_000, 100).ShouldBe(sample);
        var best = -1.0;
        foreach (var row in all)
        {
            if (columns.Value.Cells[row] <= best) continue;
            best = columns.Value.Cells[row];
            sample.ShouldContain(row);
        }
        sample.Count(r => columns.Value.Cells[r] >= 29_900).ShouldBe(100);
        for (var from = 0; from < 30_000; from += 3_000) sample.Count(r => r >= from && r < from + 3_000).ShouldBeInRange(270, 340);
    }

    [Fact]
    public void Fifty_thousand_trials_take_a_few_megabytes()
    {
        // Other tests allocate at the same time: the middle of some measurements has little of theirs.
        static long Taken()
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var columns = Empty();
            for (var i = 0; i < 50_000; i++) columns.Apply(Trial(i, TrialState.Completed, i, """{"kind":"odd","learning-rate":0.1,"value":0.5}"""));
            var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
            GC.KeepAlive(columns);
            return taken;
        }

        Enumerable.Range(0, 5).Select(_ => Taken()).Order().ElementAt(2).ShouldBeLessThan(16L << 20);
    }

    private static TrialColumns Empty() => new(StudyReader.Read(StudyText.Parse(Study), StudioCatalog.All));

    private static TrialColumns Few()
    {
        var columns = Empty();
        columns.Apply(Trial(0, TrialState.Completed, 0, """{"kind":"plain","value":0}"""));
        columns.Apply(Trial(1, TrialState.Completed, 10, """{"kind":"odd","learning-rate":0.5,"value":0.1}"""));
        columns.Apply(Trial(2, TrialState.Completed, 20, """{"kind":3,"value":0.2}"""));
        columns.Apply(Trial(3, TrialState.Completed, 30, """{"kind":true,"value":0.3}"""));
        var failed = Trial(4, TrialState.Failed, null, """{}""");
        failed.Reason = "out of memory";
        columns.Apply(failed);
        return columns;
    }

    private static string Rows(TrialColumns columns, TrialQuery query) => string.Join(' ', TrialSelection.Of(columns, query));

    private static TrialRow Trial(int number, TrialState state, double? value, string configuration) => new()
    {
        StudyId = 1,
        Number = number,
        Configuration = configuration,
        State = state,
        Value = value,
        Metrics = value is { } score ? string.Create(CultureInfo.InvariantCulture, $$"""{"score":{{score}}}""") : null,
        Budget = 1,
        Attempt = 1,
        Seconds = 2,
        Sequence = number + 1,
        StartedAt = Start.AddSeconds(number),
        EndedAt = Start.AddSeconds(number + 1),
    };
}
