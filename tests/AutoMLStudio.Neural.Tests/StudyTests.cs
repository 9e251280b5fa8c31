using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures.Chain;
using Microsoft.ML.OnnxRuntime;

namespace AutoMLStudio.Neural.Tests;

/// <summary>From a study file to a model, through the runner that every study goes through.</summary>
public sealed class StudyTests : IDisposable
{
    private const string File = """
        {
          "name": "architectures of moons", "dataset": "moons", "seed": 3, "parallelism": 2, "budget": { "trials": 5 },
          "evaluator": { "type": "network", "epochs": 3, "batch_size": 100, "threads": 1 },
          "space": {
            "network": { "type": "architecture", "space": "chain", "kind": "mlp", "max_depth": 3, "widths": [4, 8, 16], "skips": "search" },
            "learning_rate": { "type": "float", "low": 0.005, "high": 0.1, "log": true },
            "optimizer": { "type": "categorical", "choices": ["sgd", "adamw"] },
            "momentum": { "type": "float", "low": 0, "high": 0.95, "when": { "optimizer": "sgd" } }
          },
          "sampler": "random"
        }
        """;

    private static readonly Catalog Catalog = new(CoreCatalog.Methods, NeuralCatalog.Methods);

    private readonly string _folder = Directory.CreateTempSubdirectory("studio-study-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_study_of_architectures_runs_to_a_model()
    {
        var definition = StudyReader.Read(JsonNode.Parse(File), Catalog);
        definition.Objectives.ShouldBe([new Objective("validation_accuracy", Direction.Maximize)]);
        var context = new MethodContext(
            definition.Space, definition.Objectives, definition.MaximumBudget, definition.Seed, definition.Dataset, _folder, 2, definition.Name);
        var evaluator = definition.MakeEvaluator(context);
        var store = new MemoryStudyStore();
        var (sampler, scheduler) = (definition.Sampler.Make<ISampler>(context), definition.Scheduler.Make<IScheduler>(context));
        var runner = new StudyRunner(definition, sampler, scheduler, evaluator, store, TimeProvider.System);
        var lease = await store.ClaimAsync(1, TestContext.Current.CancellationToken);
        var history = await runner.RunAsync(lease, new StudyControl(), TestContext.Current.CancellationToken);
        history.Trials.ShouldAllBe(t => t.State == TrialState.Completed && t.Reports.Count == 3);
        var best = history.Best.ShouldNotBeNull();
        definition.Space.ArchitectureOf("network", best.Configuration)!.Space.ShouldBe(ChainSpace.SpaceKey);
        var model = await ((IModelExporter)evaluator).ExportAsync(best, TestContext.Current.CancellationToken);
        using var session = new InferenceSession(model);
        session.ModelMetadata.CustomMetadataMap["study"].ShouldBe("architectures of moons");
        session.ModelMetadata.CustomMetadataMap["configuration"].ShouldBe($"{best.Configuration}");
    }

    [Fact]
    public async Task A_study_goes_on_after_networks_that_cannot_be_trained_and_says_why()
    {
        var json = JsonNode.Parse(File)!.AsObject();
        json["evaluator"]!["max_parameters"] = 100;
        json["evaluator"]!["epochs"] = 1;
        json["budget"] = new JsonObject { ["trials"] = 12 };
        var history = await RunAsync(StudyReader.Read(json, Catalog));
        history.State.ShouldBe(StudyState.Completed);
        history.Trials.Count.ShouldBe(12);
        history.Trials.Select(t => t.State).Distinct().Order().ShouldBe([TrialState.Completed, TrialState.Failed]);
        history.Trials.Where(t => t.State == TrialState.Failed).ShouldAllBe(t => t.Reason!.Contains("max_parameters allows 100"));
    }

    [Theory]
    [InlineData("random")]
    [InlineData("tpe")]
    [InlineData("nsga2")]
    public async Task A_constraint_on_what_a_network_costs_holds_for_every_trial(string sampler)
    {
        var json = JsonNode.Parse(File)!.AsObject();
        json["evaluator"]!["epochs"] = 1;
        json["budget"] = new JsonObject { ["trials"] = 14 };
        json["sampler"] = sampler;
        json["objective"] = JsonNode.Parse(
            """[{ "metric": "validation_accuracy", "direction": "maximize" }, { "metric": "parameters", "direction": "minimize" }]""");
        json["constraints"] = new JsonArray("parameters <= 200", "multiply_adds > 20");
        var history = await RunAsync(StudyReader.Read(json, Catalog));
        history.Trials.Count.ShouldBe(14);
        history.Trials.ShouldAllBe(t => t.State == TrialState.Completed);
        history.Trials.Select(t => t.Reports[0].Metrics).ShouldAllBe(m => m["parameters"] <= 200 && m["multiply_adds"] > 20);
    }

    private async Task<History> RunAsync(StudyDefinition definition)
    {
        var token = TestContext.Current.CancellationToken;
        var evaluator = definition.MakeEvaluator(definition.Context(_folder));
        if (definition.Space.ConstrainedCosts is { Count: > 0 } costs)
            definition = definition with { Space = definition.Space.WithCosts(await ((ICostModel)evaluator).CostsAsync(costs, token)) };
        var context = definition.Context(_folder);
        var store = new MemoryStudyStore();
        var (sampler, scheduler) = (definition.Sampler.Make<ISampler>(context), definition.Scheduler.Make<IScheduler>(context));
        var runner = new StudyRunner(definition, sampler, scheduler, evaluator, store, TimeProvider.System);
        return await runner.RunAsync(await store.ClaimAsync(1, token), new StudyControl(), token);
    }

    [Fact]
    public void What_training_cannot_give_is_told_when_the_study_is_read()
    {
        var json = JsonNode.Parse(File)!.AsObject();
        json["space"]!["learning_rate"]!["high"] = 100;
        json["space"]!["epochs"] = new JsonObject { ["type"] = "int", ["low"] = 1, ["high"] = 9 };
        json["objective"] = new JsonObject { ["metric"] = "speed", ["direction"] = "maximize" };
        var faults = Should.Throw<StudyFileException>(() => StudyReader.Read(json, Catalog)).Faults;
        faults.Select(f => f.Field).ShouldBe(["space.learning_rate", "space.epochs", "objective"]);
    }
}
