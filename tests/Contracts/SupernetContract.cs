using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>What every sampler must do that searches by shared weights, in every space that it takes.</summary>
public sealed class SupernetContract : IDisposable
{
    private const int Epochs = 2;

    /// <summary>Small forms of the spaces that networks can be searched in.</summary>
    private static readonly Dictionary<string, string> Tiny = new()
    {
        ["cell"] = """{ "space": "cell", "operations": "darts", "nodes": 2, "channels": 2, "cells": 3 }""",
        ["cell of enas"] = """{ "space": "cell", "operations": "enas", "nodes": 2, "channels": 2, "cells": 3 }""",
        ["dense cell"] = """{ "space": "cell", "operations": "dense", "nodes": 2, "channels": 4, "cells": 1 }""",
        ["nasbench201"] = """{ "space": "nasbench201", "channels": 2 }""",
        ["macro"] = """{ "space": "macro", "layers": 3, "channels": 2 }""",
        ["mobile"] = """{ "space": "mobile", "width_multiplier": 0.1, "stages": 1, "max_depth": 2, "kernels": [3, 5], "squeeze_excite": "never" }""",
        ["recurrent"] = """{ "space": "recurrent", "nodes": 3, "features": 4 }""",
        ["recurrent of enas"] = """{ "space": "recurrent", "nodes": 3, "features": 4, "output": "loose_ends" }""",
        ["chain"] = """{ "space": "chain", "kind": "cnn", "min_depth": 2, "max_depth": 2, "widths": [2, 4, 6, 8], "kernels": [3], "skips": "never" }""",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("studio-supernet-").FullName;

    public static IEnumerable<string> Samplers => Methods.Catalog.Of(MethodKind.Sampler).Where(m => m.OnlyEvaluator == "network").Select(m => m.Key);

    public static IEnumerable<TheoryDataRow<string, string>> Searches =>
        from sampler in Samplers from space in Tiny.Keys where Faults(sampler, space).Count == 0 select new TheoryDataRow<string, string>(sampler, space);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_such_sampler_takes_one_of_the_spaces() =>
        Samplers.ShouldAllBe(s => Searches.Any(row => row.Data.Item1 == s));

    /// <summary>A search has its own budget: rungs would pause it where nothing could be compared with it.</summary>
    [Fact]
    public void No_scheduler_but_full_is_accepted()
    {
        foreach (var (sampler, space) in Searches.Select(row => row.Data).DistinctBy(row => row.Item1))
        {
            var json = Study(sampler, space).Json.DeepClone().AsObject();
            json["scheduler"] = new JsonObject { ["type"] = "hyperband" };
            json["evaluator"]!["epochs"] = 9;
            var faults = Should.Throw<StudyFileException>(() => StudyReader.Read(json, Methods.Catalog)).Faults;
            faults.ShouldContain(f => f.Field == "scheduler" && f.Message.Contains("full is expected"));
        }
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public async Task A_search_is_followed_by_the_training_of_what_it_found(string sampler, string space)
    {
        var study = Study(sampler, space);
        var context = study.Context(_folder);
        var store = new MemoryStudyStore();
        var runner = new StudyRunner(study, study.Sampler.Make<ISampler>(context), study.Scheduler.Make<IScheduler>(context),
            study.MakeEvaluator(context), store, TimeProvider.System);
        var history = await runner.RunAsync(await store.ClaimAsync(1, Token), new(), Token);
        history.Trials.ShouldAllBe(t => t.State == TrialState.Completed);
        var search = history.Trials[0];
        (search.IsSearch, search.Reports.Count).ShouldBe((true, Epochs));
        search.Reports.ShouldAllBe(r => r.Search != null && r.Metrics.Values.All(double.IsFinite));
        search.Reports.SelectMany(r => r.Search!.Slots).ShouldAllBe(s =>
            s.Candidates.Count == s.Weights.Count && s.Weights.All(w => w >= 0 && w <= 1 + 1e-6));
        history.Trials.Skip(1).ShouldHaveSingleItem().Configuration.ShouldSatisfyAllConditions(c => study.Space.Contains(c).ShouldBeTrue(),
            c => study.Space.ArchitectureOf("network", c).ShouldBe(search.Reports[^1].Search!.Found[0].Architecture));
        history.Best!.Number.ShouldBe(1);
        Should.Throw<InvalidOperationException>(() => ((IModelExporter)study.MakeEvaluator(context)).ExportAsync(search, Token))
            .Message.ShouldContain("is a search");
    }

    /// <summary>As after a kill: another evaluator, which has nothing but the checkpoint and the reports that were kept.</summary>
    [Theory]
    [MemberData(nameof(Searches))]
    public async Task A_search_that_was_interrupted_ends_as_one_that_was_not(string sampler, string space)
    {
        var study = Study(sampler, space);
        var whole = await ReportsAsync(study, Path.Combine(_folder, "whole"), Start(), int.MaxValue);
        for (var stop = 1; stop < Epochs; stop++)
        {
            var folder = Path.Combine(_folder, $"stop{stop}");
            var before = await ReportsAsync(study, folder, Start(), stop);
            var after = await ReportsAsync(study, folder, Start() with { Reports = before }, int.MaxValue);
            before.Concat(after).Select(Text).ShouldBe(whole.Select(Text));
        }
    }

    private static Trial Start() => new() { Number = 0, Configuration = Configuration.ForSearch(0, Epochs), Budget = Epochs };

    private static async Task<List<Report>> ReportsAsync(StudyDefinition study, string folder, Trial trial, int most)
    {
        var reports = new List<Report>();
        await foreach (var report in study.MakeEvaluator(study.Context(folder)).EvaluateAsync(trial, Token))
        {
            reports.Add(report);
            if (reports.Count == most) break;
        }
        return reports;
    }

    private static string Text(Report report) => JsonSerializer.Serialize(report with { Seconds = 0 }, StudyJson.Options);

    private static IReadOnlyList<Fault> Faults(string sampler, string space)
    {
        try
        {
            Study(sampler, space);
            return [];
        }
        catch (StudyFileException exception)
        {
            return exception.Faults;
        }
    }

    private static StudyDefinition Study(string sampler, string space)
    {
        var architecture = JsonNode.Parse(Tiny[space])!.AsObject();
        architecture["type"] = "architecture";
        var method = JsonNode.Parse(Methods.Choice(sampler))!.AsObject();
        method["epochs"] = Epochs;
        method["batch_size"] = 16;
        return StudyReader.Read(new JsonObject
        {
            ["name"] = "search",
            ["dataset"] = space.StartsWith("dense", StringComparison.Ordinal) ? "moons" : "glyphs",
            ["space"] = new JsonObject { ["network"] = architecture },
            ["sampler"] = method,
            ["evaluator"] = new JsonObject { ["type"] = "network", ["epochs"] = 1, ["threads"] = 1, ["validation_fraction"] = 0.05, ["test_fraction"] = 0.88 },
            ["seed"] = 11,
        }, Methods.Catalog);
    }
}
