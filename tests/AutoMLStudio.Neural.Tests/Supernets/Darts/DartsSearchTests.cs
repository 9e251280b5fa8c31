using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Supernets.Darts;
using TorchSharp;

namespace AutoMLStudio.Neural.Tests.Supernets.Darts;

/// <summary>Searches through the evaluator that runs them.</summary>
public sealed class DartsSearchTests : IDisposable
{
    private const string Everything = """
        { "epochs": 3, "batch_size": 32, "order": "second", "skip_dropout": 0.3, "beta_decay": 50,
          "eigenvalue": true, "max_skips": 1, "stop_skips": 16, "architecture_learning_rate": 0.02 }
        """;

    private const string Cells = """{ "type": "architecture", "space": "cell", "nodes": 1, "channels": 4, "cells": 3 }""";

    private static readonly Catalog Catalog = new(CoreCatalog.Methods, NeuralCatalog.Methods);

    private readonly string _folder = Directory.CreateTempSubdirectory("studio-darts-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_search_on_glyphs_learns_and_its_weights_come_apart()
    {
        const string sampler = """{ "epochs": 3, "learning_rate": 0.1, "architecture_learning_rate": 0.01 }""";
        var space = Cells.Replace("\"nodes\": 1", "\"nodes\": 2", StringComparison.Ordinal);
        var reports = await RunAsync(Study(sampler, testFraction: 0.7, space), "learns", Start(3));
        reports.Count.ShouldBe(3);
        reports[^1].Metrics["validation_accuracy"].ShouldBeGreaterThan(0.25, "one of ten at random");
        reports[^1].Metrics["train_loss"].ShouldBeLessThan(0.8 * reports[0].Metrics["train_loss"]);
        reports[^1].Metrics["architecture_loss"].ShouldBeLessThan(reports[0].Metrics["architecture_loss"]);
        reports[0].Metrics["architecture_entropy"].ShouldBeLessThan(Math.Log(8));
        reports[^1].Metrics["architecture_entropy"].ShouldBeLessThan(reports[0].Metrics["architecture_entropy"]);
        reports[^1].Search!.Found.ShouldHaveSingleItem().Architecture.Genotype.ShouldNotContain("none");
        reports[^1].Search!.Slots.ShouldAllBe(s => Math.Abs(s.Weights.Sum() - 1) < 1e-5);
    }

    [Fact]
    public async Task A_search_with_every_remedy_ends_after_any_kill_as_one_that_ran_through()
    {
        var study = Study(Everything);
        var whole = await RunAsync(study, "whole", Start(3));
        whole.Count.ShouldBe(3);
        whole.ShouldAllBe(r => double.IsFinite(r.Metrics["largest_eigenvalue"]) && r.Metrics["skip_connections"] <= 1);
        for (var kill = 1; kill < 3; kill++)
        {
            var before = await RunAsync(study, $"kill{kill}", Start(3), kill);
            var after = await RunAsync(study, $"kill{kill}", Start(3) with { Reports = before });
            before.Concat(after).Select(Text).ShouldBe(whole.Select(Text));
        }
    }

    [Fact]
    public async Task A_search_that_has_ended_early_has_ended_after_a_restart_too()
    {
        // Of six edges with nothing or the identity, whose parameters hardly move, one draws the identity at the start.
        var study = Study("""{ "stop_skips": 1, "epochs": 5, "architecture_learning_rate": 1e-6 }""",
            space: """{ "type": "architecture", "space": "nasbench201", "channels": 2, "operations": ["none", "skip_connect"] }""");
        var reports = await RunAsync(study, "early", Start(5));
        reports.Count.ShouldBeLessThan(5);
        (await RunAsync(study, "early", Start(5) with { Reports = reports })).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_epoch_of_the_second_order_with_every_remedy_leaves_no_tensor()
    {
        var context = Searches.Context(space: new CellSpace(new() { Nodes = 1, Channels = 2, Cells = 3 }));
        var options = new DartsOptions { Order = DartsOrder.Second, SkipDropout = 0.3, BetaDecay = 50, StopEigenvalue = true, BatchSize = 64, Epochs = 3 };
        // Counted on this thread, so that tests beside it are not counted.
        var statistics = DisposeScopeManager.Statistics;
        using var search = await Searches.BeginAsync(new DartsSampler(options, context), context);
        search.Next(Token);
        search.Save();
        var live = statistics.ThreadTotalLiveCount;
        search.Next(Token);
        search.Save();
        statistics.ThreadTotalLiveCount.ShouldBe(live);
    }

    [Fact]
    public void A_space_without_operations_to_mix_is_refused()
    {
        var json = JsonNode.Parse("""
            {
              "name": "s", "dataset": "glyphs", "evaluator": "network", "sampler": "darts",
              "space": { "n": { "type": "architecture", "space": "chain" } }
            }
            """);
        Should.Throw<StudyFileException>(() => StudyReader.Read(json, Catalog)).Faults.ShouldHaveSingleItem().Message.ShouldContain("chain");
    }

    private static Trial Start(int epochs) => new() { Number = 0, Configuration = Configuration.ForSearch(0, epochs), Budget = epochs };

    private static StudyDefinition Study(string sampler, double testFraction = 0.9, string space = Cells)
    {
        var method = JsonNode.Parse(sampler)!.AsObject();
        method["type"] = "darts";
        if (!method.ContainsKey("batch_size")) method["batch_size"] = 16;
        if (!method.ContainsKey("epochs")) method["epochs"] = 8;
        return StudyReader.Read(new JsonObject
        {
            ["name"] = "search", ["dataset"] = "glyphs", ["seed"] = 5, ["sampler"] = method,
            ["space"] = new JsonObject { ["network"] = JsonNode.Parse(space) },
            ["evaluator"] = new JsonObject { ["type"] = "network", ["threads"] = 1, ["validation_fraction"] = 0.05, ["test_fraction"] = testFraction },
        }, Catalog);
    }

    private async Task<List<Report>> RunAsync(StudyDefinition study, string folder, Trial trial, int most = int.MaxValue)
    {
        var reports = new List<Report>();
        await foreach (var report in study.MakeEvaluator(study.Context(Path.Combine(_folder, folder))).EvaluateAsync(trial, Token))
        {
            reports.Add(report);
            if (reports.Count == most) break;
        }
        return reports;
    }

    private static string Text(Report report) => JsonSerializer.Serialize(report with { Seconds = 0 });
}
