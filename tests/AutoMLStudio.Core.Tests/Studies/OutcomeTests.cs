using System.Text.Json.Nodes;
using AutoMLStudio.Core.Seeding;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Studies;

public sealed class OutcomeTests
{
    private static readonly Catalog Catalog = new(CoreCatalog.Methods);

    private static readonly OutcomeConstraint[] Bounds = [new("latency", OutcomeSide.AtMost, 5), new("recall", OutcomeSide.AtLeast, 0.5)];

    [Fact]
    public void A_study_file_with_outcomes_is_read_and_written_as_it_was()
    {
        var study = Read("""[{"metric": "disk", "at_most": 50}, {"metric": "value", "at_least": 0.5}]""");
        study.Outcomes.ShouldBe([new("disk", OutcomeSide.AtMost, 50), new("value", OutcomeSide.AtLeast, 0.5)]);
        study.Json["outcomes"]!.ToJsonString().ShouldBe("""[{"metric":"disk","at_most":50},{"metric":"value","at_least":0.5}]""");
        var again = StudyReader.Read(study.Json, Catalog);
        again.Outcomes.ShouldBe(study.Outcomes);
        again.Json.ToJsonString().ShouldBe(study.Json.ToJsonString());
        Read("""{"metric": "disk", "at_most": 50}""").Outcomes.Count.ShouldBe(1);
        Read("null").Json.ContainsKey("outcomes").ShouldBeFalse();
    }

    [Theory]
    [InlineData("\"disk\"", "outcomes: \"disk\" is not accepted: an object such as { metric: latency_ms, at_most: 5 } is expected.")]
    [InlineData("[{\"metric\": \"disk\"}]", "outcomes[0]: {\"metric\":\"disk\"} is not accepted: either at_most or at_least is expected, with a number.")]
    [InlineData("[{\"metric\": \"disk\", \"at_most\": 5, \"at_least\": 1}]", "a range takes two entries.")]
    [InlineData("[{\"metric\": \"disk\", \"at_most\": \"five\"}]", "outcomes[0].at_most: \"five\" is not accepted: a finite number is expected.")]
    [InlineData("[{\"metric\": \" \", \"at_most\": 5}]", "outcomes[0].metric: It is empty")]
    [InlineData("[{\"at_most\": 5}]", "outcomes[0].metric: It is missing: a text is expected.")]
    [InlineData("[{\"metric\": \"disk\", \"at_mots\": 5, \"at_most\": 5}]", "Did you mean 'at_most'?")]
    [InlineData("[{\"metric\": \"disk\", \"at_most\": 5}, {\"metric\": \"disk\", \"at_most\": 6}]",
        "outcomes[1]: disk ≤ 6 is not accepted: disk ≤ 5 is asked for already; one bound on each side of a metric is expected.")]
    [InlineData("[{\"metric\": \"disk\", \"at_most\": 5}, {\"metric\": \"disk\", \"at_least\": 6}]",
        "outcomes[1]: disk ≥ 6 is not accepted together with disk ≤ 5: no value keeps both.")]
    [InlineData("[{\"metric\": \"speed\", \"at_least\": 6}]", "The function reports no metric 'speed': value or disk is expected in outcomes.")]
    public void A_bad_outcome_is_one_clear_fault(string outcomes, string expected)
    {
        var faults = Should.Throw<StudyFileException>(() => Read(outcomes)).Faults;
        faults.ShouldHaveSingleItem().ToString().ShouldContain(expected);
    }

    [Fact]
    public void Feasible_comes_before_infeasible_and_the_least_violation_leads_while_none_is()
    {
        // latency ≤ 5, recall ≥ 0.5. Violations: 0: 1 + 0; 1: 0 + 0.3; 2: 0.5 + 0.1.
        var history = Run((1, 6, 0.9), (9, 4, 0.2), (0, 5.5, 0.4));
        history.Trials.Select(t => t.Violation).ShouldBe([1, 0.3, 0.6], 1e-12);
        history.Trials[2].Violations.ShouldBe([0.5, 0.1], 1e-12);
        (history.Best!.Number, history.Best.IsFeasible).ShouldBe((1, false));
        // The bound itself is kept; a feasible trial leads however bad its loss is, and then only a better feasible one.
        Run((1, 6, 0.9), (9, 4, 0.2), (20, 5, 0.5)).Best!.Number.ShouldBe(2);
        var last = Run((1, 6, 0.9), (20, 5, 0.5), (0, 5.001, 1), (19, 1, 1), (19, 2, 0.7));
        (last.Best!.Number, last.Best.IsFeasible, last.EndedSinceBest).ShouldBe((3, true, 1));
        new History(Make.Loss, last.Trials, Bounds).Best!.Number.ShouldBe(3);
        // Equal violations: the loss.
        Run((2, 6, 0.9), (1, 6, 0.8)).Best!.Number.ShouldBe(1);
    }

    [Fact]
    public void A_trial_stands_at_each_budget_as_its_outcomes_were_there()
    {
        var trials = Run((1, 6, 0.9)).Trials.Select(t => t with
        {
            Budget = 2,
            Reports = [Report(1, 3, 9, 0.9), Report(2, 1, 4, 0.9)],
            Excess = [-1, -0.4],
        });
        var history = new History(Make.Loss, trials, Bounds).WithFidelities([1, 2]);
        history.Trials[0].IsFeasible.ShouldBeTrue();
        var early = new History(Make.Loss, trials.Select(t => t with { Reports = [t.Reports[0]], State = TrialState.Running }), Bounds)
            .WithFidelities([1, 2]).AtLargestFidelity(1)!;
        (early.Trials[0].Violation, early.Trials[0].Loss, early.Trials[0].State).ShouldBe((4, 3, TrialState.Completed));
        history.StandingOf(Report(1, 3, 9, 0.4)).ShouldBe(new Standing(4.1, 3));
        history.StandingOf(new(1, new Dictionary<string, double> { ["value"] = 1, ["latency"] = 1 })).ShouldBeNull();
    }

    [Fact]
    public void Imported_trials_without_a_constrained_metric_fail_and_say_which()
    {
        var study = Read("""[{"metric": "disk", "at_most": 50}]""");
        SeedTrial Seed(Dictionary<string, double> metrics) => new(Make.Configuration(("x", 1)), TrialState.Completed, 1, [new(1, metrics)], null);
        var bad = Seeds.Under(study, Seed(new() { ["value"] = 1 }));
        (bad.State, bad.Reason).ShouldBe((TrialState.Failed, "It has no metric 'disk', which this study constrains."));
        Seeds.Under(study, Seed(new() { ["value"] = 1, ["disk"] = 70 })).State.ShouldBe(TrialState.Completed);
    }

    private static StudyDefinition Read(string outcomes) => StudyReader.Read(JsonNode.Parse(
        $$"""{"name": "s", "evaluator": {"type": "function", "function": "branin"}, "outcomes": {{outcomes}}, "sampler": "random", "budget": {"trials": 3} }"""),
        Catalog);

    private static Report Report(double step, double value, double latency, double recall) =>
        new(step, new Dictionary<string, double> { ["value"] = value, ["latency"] = latency, ["recall"] = recall });

    /// <summary>The history of trials with these values, one after the other.</summary>
    private static History Run(params (double Value, double Latency, double Recall)[] values)
    {
        var events = values.SelectMany(IEnumerable<StudyEvent> (v, n) =>
        [
            new TrialStarted(n, Make.Configuration(("x", n)), 1), new TrialReported(n, Report(1, v.Value, v.Latency, v.Recall)),
            new TrialEnded(n, TrialState.Completed, null),
        ]);
        return History.Of(Make.Loss, events.Select((e, i) => e with { Sequence = i + 1 }), Bounds);
    }
}
