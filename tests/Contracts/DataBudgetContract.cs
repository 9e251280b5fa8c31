using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Contracts;

/// <summary>Studies of networks whose budgets are parts of the data, from the file to the model.</summary>
public sealed class DataBudgetContract : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("studio-data-budget-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("fabolas", 17)]
    [InlineData("multitask", 12)]
    public async Task A_sampler_that_chooses_the_size_of_the_data_trains_networks_to_a_model(string sampler, int trials)
    {
        var study = Study($"\"sampler\": {Methods.Choice(sampler)}, \"budget\": {{ \"trials\": {trials} }}");
        study.MaximumBudget.ShouldBe(1);
        var (history, evaluator) = await RunAsync(study);
        history.Trials.Count.ShouldBe(trials);
        history.Trials.ShouldAllBe(t => t.State == (t.Budget < 1 ? TrialState.Stopped : TrialState.Completed) && t.Reports.Count == 1 && t.Step == t.Budget);
        var examples = history.Trials.ToDictionary(t => t.Number, t => t.Reports[0].Metrics[Metrics.TrainingExamples]);
        var whole = examples[history.Trials.First(t => t.Budget == 1).Number];
        foreach (var trial in history.Trials) examples[trial.Number].ShouldBe(Math.Max(2, Math.Ceiling(trial.Budget * whole - 1e-9)));
        history.ResourceSpent.ShouldBe(history.Trials.Sum(t => t.Budget), 1e-9);
        var best = history.Best.ShouldNotBeNull();
        best.Budget.ShouldBe(1, "only what was trained on all data is a result");
        (await ((IModelExporter)evaluator).ExportAsync(best, TestContext.Current.CancellationToken)).Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Hyperband_over_the_data_goes_on_with_the_best_of_a_part_on_a_larger_one()
    {
        var (history, _) = await RunAsync(Study(
            "\"sampler\": \"random\", \"scheduler\": { \"type\": \"hyperband\", \"min_budget\": 0.1111111 }, \"budget\": { \"trials\": 12 }"));
        var gone = history.Trials.First(t => t.Reports.Count > 1);
        gone.Reports.Select(r => r.Metrics[Metrics.TrainingExamples]).ShouldBeInOrder(SortDirection.Ascending);
        gone.Reports.ShouldAllBe(r => r.Metrics[Metrics.Epochs] == 2);
        history.Best!.Step.ShouldBe(1);
    }

    [Theory]
    [InlineData("median")]
    [InlineData("curve")]
    [InlineData("patience")]
    public void A_scheduler_that_judges_trials_on_their_way_is_refused(string scheduler) =>
        Should.Throw<StudyFileException>(() => Study($"\"sampler\": \"random\", \"scheduler\": \"{scheduler}\""))
            .Faults.ShouldHaveSingleItem().ToString().ShouldStartWith($"scheduler: '{scheduler}' is not accepted with the evaluator network as it is set");

    [Fact]
    public void The_smallest_part_that_a_scheduler_may_give_has_to_be_a_part() =>
        Should.Throw<StudyFileException>(() => Study("\"sampler\": \"random\", \"scheduler\": \"hyperband\""))
            .Faults.ShouldHaveSingleItem().Message.ShouldContain("a min_budget of at most 0.333333 is expected");

    private static StudyDefinition Study(string rest) => StudyReader.Read(JsonNode.Parse($$"""
        {
          "name": "parts of moons", "dataset": "moons", "seed": 3, "parallelism": 2,
          "evaluator": { "type": "network", "budget": "data", "epochs": 2, "batch_size": 50, "layers": 1, "width": 8, "threads": 1 },
          "space": {
            "learning_rate": { "type": "float", "low": 0.001, "high": 0.1, "log": true },
            "dropout": { "type": "float", "low": 0, "high": 0.5 }
          },
          {{rest}}
        }
        """), Methods.Catalog);

    private async Task<(History History, IEvaluator Evaluator)> RunAsync(StudyDefinition study)
    {
        var token = TestContext.Current.CancellationToken;
        var context = study.Context(_folder);
        var (sampler, scheduler, evaluator) =
            (study.Sampler.Make<ISampler>(context), study.Scheduler.Make<IScheduler>(context), study.MakeEvaluator(context));
        var store = new MemoryStudyStore();
        var runner = new StudyRunner(study, sampler, scheduler, evaluator, store, TimeProvider.System);
        var history = await runner.RunAsync(await store.ClaimAsync(1, token), new StudyControl(), token);
        history.State.ShouldBe(StudyState.Completed);
        return (history, evaluator);
    }
}
