using System.Text.Json.Nodes;
using AutoMLStudio.Core.Seeding;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Seeding;

public sealed class SeedsTests
{
    [Fact]
    public void Imported_trials_are_trials_of_the_history_that_spend_nothing()
    {
        var history = new History(Make.Loss);
        foreach (var studyEvent in Seeds.Events(history, [Seed(0.25, 3), Seed(0.5, 1), Seed(0.75, 2, TrialState.Stopped)], "trials.csv", default))
            history.Apply(studyEvent);
        (history.Trials.Count, history.Imported, history.Proposed, history.NextNumber).ShouldBe((3, 3, 0, 3));
        (history.Ended, history.EndedSinceBest, history.ResourceSpent).ShouldBe((0, 0, 0));
        (history.Best!.Number, history.Best.Loss, history.Best.Imported).ShouldBe((1, 1, "trials.csv"));
        history.Own().Trials.ShouldBeEmpty();
        history.Tried.Count.ShouldBe(3);
    }

    [Fact]
    public void Those_that_are_imported_later_follow_the_studys_own()
    {
        var history = new History(Make.Loss);
        history.Apply(new TrialStarted(0, Make.Configuration(("x", 0.1)), 1) { Sequence = 1 });
        foreach (var studyEvent in Seeds.Events(history, [Seed(0.25, 3)], "trials.csv", default)) history.Apply(studyEvent);
        (history.Trials[1].Number, history.Trials[1].State, history.Trials[0].State).ShouldBe((1, TrialState.Completed, TrialState.Running));
    }

    [Fact]
    public void Another_study_gives_the_trials_that_lie_in_the_space()
    {
        var seeds = Seeds.From(Study(0, 1), Trials(0.1, 0.4, 0.9), Study(0, 0.5));
        seeds.Trials.Select(t => t.Configuration["x"].Number).ShouldBe([0.1, 0.4]);
        seeds.Outside.ShouldBe(1);
    }

    [Fact]
    public void A_trial_that_was_completed_with_less_than_the_full_budget_is_not_a_full_evaluation()
    {
        var seeds = Seeds.From(Study(0, 1), Trials(0.1, 0.4), Study(0, 1) with { MaximumBudget = 27 });
        seeds.Trials.ShouldAllBe(t => t.State == TrialState.Stopped);
        seeds.Trials[0].Reason.ShouldBe("Evaluated with 1 of 27 units.");
        var history = new History(Make.Loss);
        foreach (var studyEvent in Seeds.Events(history, seeds.Trials, "study 1", default)) history.Apply(studyEvent);
        history.Best.ShouldBeNull();
    }

    [Theory]
    [InlineData("\"dataset\": \"other\",", "its dataset is other, this study's is none")]
    [InlineData("\"objective\": {\"metric\": \"loss\", \"direction\": \"maximize\"},", "its objective is maximize loss, this study's is minimize value")]
    public void A_study_whose_values_mean_something_else_is_refused(string other, string expected) =>
        Should.Throw<StudyFileException>(() => Seeds.From(Study(0, 1, other), Trials(0.1), Study(0, 1))).Faults.Single().Message.ShouldContain(expected);

    [Fact]
    public void To_a_sampler_that_knows_other_tasks_other_datasets_are_such_and_none_of_their_trials_is_a_result()
    {
        var study = Study(0, 1);
        var target = study with { Sampler = study.Sampler with { Method = study.Sampler.Method with { HasOtherTasks = true } } };
        var seeds = Seeds.From(Study(0, 1, "\"dataset\": \"other\","), Trials(0.1, 0.4), target);
        seeds.Trials.ShouldAllBe(t => t.State == TrialState.Stopped);
        seeds.Trials[0].Reason.ShouldBe("A trial of another task: it is learned from and is no result of this study.");
        // What such a study was given itself is of a third task.
        var given = Trials(0.1, 0.4, 0.7).Select(t => t.Number < 2 ? t with { Imported = "study 3" } : t);
        Seeds.From(target, given, target).Trials.ShouldHaveSingleItem().Configuration["x"].Number.ShouldBe(0.7);
        Should.Throw<StudyFileException>(() => Seeds.From(Study(0, 1, "\"objective\": {\"metric\": \"loss\"},"), Trials(0.1), target));
    }

    [Fact]
    public void A_study_with_no_trial_in_the_space_is_refused_with_the_reason() =>
        Should.Throw<StudyFileException>(() => Seeds.From(Study(0, 1), Trials(0.7, 0.9), Study(0, 0.5))).Faults.Single().Message.ShouldBe(
            "Study 's' cannot be begun with: none of its 2 finished trials lies in this study's space: 'x' is 0.7: a number from 0 to 0.5 is expected.");

    [Theory]
    [InlineData("\"warm_start\": \"digits\"", "digits")]
    [InlineData("\"warm_start\": {\"study\": 12}", "12")]
    public void A_study_file_names_the_other_study(string warmStart, string expected)
    {
        var study = Study(0, 1, warmStart + ",");
        study.WarmStart!.Study.ShouldBe(expected);
        StudyReader.Reread(study.Json, new Catalog(CoreCatalog.Methods)).WarmStart.ShouldBe(study.WarmStart);
    }

    [Fact]
    public void A_word_about_duplicates_or_a_warm_start_that_is_not_known_is_told()
    {
        var faults = Should.Throw<StudyFileException>(() => Study(0, 1, "\"warm_start\": {\"study\": true}, \"duplicates\": \"never\",")).Faults;
        faults.Select(f => f.ToString()).ShouldBe(
        [
            "duplicates: 'never' is not accepted: avoid or repeat is expected.",
            "warm_start.study: true is not accepted: name or number of a study is expected.",
        ]);
    }

    private static SeedTrial Seed(double x, double loss, TrialState state = TrialState.Completed) =>
        new(Make.Configuration(("x", x)), state, 1, [new(1, new Dictionary<string, double> { ["value"] = loss })]);

    private static Trial[] Trials(params double[] xs) =>
        [.. xs.Select((x, i) => Make.Trial(i, TrialState.Completed, 1, x) with { Configuration = Make.Configuration(("x", x)) })];

    private static StudyDefinition Study(double low, double high, string more = "") => StudyReader.Read(
        JsonNode.Parse($$"""
            {"name": "s", "evaluator": {"type": "command", "command": "true"}, {{more}} {{(more.Contains("objective") ? "" : "\"objective\": {\"metric\": \"value\"},")}}
             "space": {"x": {"type": "float", "low": {{low}}, "high": {{high}} } } }
            """), new Catalog(CoreCatalog.Methods));
}
