using System.CommandLine;
using AutoMLStudio.Benchmarks;
using AutoMLStudio.Benchmarks.Networks;
using AutoMLStudio.Benchmarks.Networks.Sharing;
using AutoMLStudio.Benchmarks.Networks.Steps;
using AutoMLStudio.Benchmarks.Shares;
using AutoMLStudio.Benchmarks.Ui;

if (args is [StepMemory.Command, var variant, var number]) return StepMemory.Measure(variant, int.Parse(number));

static IReadOnlyList<Benchmark> Benchmarks(int minutes) =>
[
    .. BayesianRegret.Benchmarks, .. HpoSuite.Benchmarks, .. ShareOfData.Benchmarks, .. Throughput.Benchmarks, .. NetworkBenchmark.Benchmarks, .. SpaceBenchmark.Benchmarks,
    .. LatencyBenchmark.Benchmarks, .. StepBenchmark.Benchmarks, .. SearchQuality.Benchmarks, .. RecurrentQuality.Benchmarks, .. SharingCost.Benchmarks,
    .. OneShotCorrelation.Benchmarks, .. UiBenchmark.Benchmarks(minutes),
];

var keys = string.Join(", ", Benchmarks(1).Select(b => b.Key));
var name = new Argument<string>("name") { Description = $"One of {keys}; {HpoSuite.Key} for the search methods without a Gaussian process; or all." };
var seeds = new Option<int?>("--seeds") { Description = "How many seeds: 1, 2, …; unless given, as many as the figures of docs/benchmarks.md have." };
var minutes = new Option<int>("--minutes")
{
    Description = "How long ui watches the heap of a live page: 60 for the figure that is promised.", DefaultValueFactory = _ => 2,
};
var json = new Option<bool>("--json") { Description = "One JSON object a line on standard output, nothing else there." };
name.Validators.Add(r =>
{
    if (r.GetValueOrDefault<string>() is var n && n != "all" && n != HpoSuite.Key && Benchmarks(1).All(b => b.Key != n))
        r.AddError($"There is no benchmark '{n}': one of {keys}, {HpoSuite.Key} or all is expected.");
});
seeds.Validators.Add(r =>
{
    if (r.GetValueOrDefault<int?>() is < 1 or > 1_000) r.AddError("--seeds must be from 1 to 1000.");
});
minutes.Validators.Add(r =>
{
    if (r.GetValueOrDefault<int>() is < 1 or > 600) r.AddError("--minutes must be from 1 to 600.");
});

var root = new RootCommand("Measures AutoML Studio: medians over seeds with quartiles.") { name, seeds, minutes, json };
root.SetAction(async (result, cancellationToken) =>
{
    var all = Benchmarks(result.GetValue(minutes));
    var wanted = result.GetValue(name) switch
    {
        "all" => all,
        HpoSuite.Key => [.. HpoSuite.Benchmarks, HpoSuite.Time],
        var key => [.. all.Where(b => b.Key == key)],
    };
    var missed = await Report.WriteAsync(wanted, result.GetValue(seeds), result.GetValue(json), cancellationToken);
    foreach (var row in missed) await Console.Error.WriteLineAsync($"Missed: {row.Name}.");
    return missed.Count == 0 ? 0 : 1;
});
var parsed = root.Parse(args);
if (parsed.Errors.Count == 0) return await parsed.InvokeAsync();
foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
return 2;
