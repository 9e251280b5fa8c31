using System.Text.Json.Nodes;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Web.Tests.Commands;

public sealed class CommandLineTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("studio-cli-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_prints_a_json_object_a_trial_and_one_for_the_study()
    {
        var file = Write("name: lines\nevaluator: { type: function, function: branin }\nsampler: random\nbudget: { trials: 4 }");
        var (exit, output, _) = await RunAsync("run", file, "--json", "--out", "result");
        exit.ShouldBe(0);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToList();
        lines.Count.ShouldBe(5);
        lines.Take(4).ShouldAllBe(l => l["event"]!.GetValue<string>() == "trial" && l["state"]!.GetValue<string>() == "completed");
        lines[0].AsObject().Select(p => p.Key).ShouldBe(["event", "number", "state", "value", "config", "budget", "seconds"]);
        lines[4]["event"]!.GetValue<string>().ShouldBe("study");
        lines[4]["trials"]!.GetValue<int>().ShouldBe(4);
        lines[4]["best"]!["value"]!.GetValue<double>().ShouldBe(lines.Take(4).Min(l => l["value"]!.GetValue<double>()));
        File.ReadLines(Path.Combine(_folder, "result", "trials.csv")).First().ShouldBe("number,x1,x2,state,value,step,reason");
    }

    [Fact]
    public async Task A_constrained_run_says_whether_the_best_trial_is_feasible()
    {
        string Study(string name, double bound) => Write(
            $"name: {name}\nevaluator: {{ type: function, function: branin }}\noutcomes: [{{ metric: disk, at_most: {bound} }}]\nsampler: random\n"
            + "budget: { trials: 8 }\nseed: 2");
        var (exit, output, errors) = await RunAsync("run", Study("kept", 50), "--json", "--out", "result");
        exit.ShouldBe(0, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToList();
        var feasible = lines.Take(8).Where(l => l["feasible"]!.GetValue<bool>()).ToList();
        feasible.Count.ShouldBeInRange(1, 7);
        lines[8]["best"]!["value"]!.GetValue<double>().ShouldBe(feasible.Min(l => l["value"]!.GetValue<double>()));
        lines[8]["best"]!["violations"]!.ToJsonString().ShouldBe("{\"disk ≤ 50\":0}".Replace("≤", "\\u2264", StringComparison.Ordinal));
        File.ReadLines(Path.Combine(_folder, "result", "trials.csv")).First().ShouldBe("number,x1,x2,state,value,disk,violation,step,reason");

        (exit, output, errors) = await RunAsync("run", Study("broken", -1));
        exit.ShouldBe(0, errors);
        output.ShouldContain("No trial keeps disk ≤ -1; the one that breaks that least, by ");
        output.ShouldContain("Nearest: value = ");
    }

    [Fact]
    public async Task An_interrupted_run_is_continued_by_the_same_command()
    {
        var file = Write("name: interrupted\nevaluator: { type: function, function: branin, delay: 0.1 }\nsampler: random\nbudget: { trials: 30 }");
        await using var studio = StudioProcess.Start(fixture.Database.ConnectionString, _folder, "run", file, "--json");
        await studio.FirstLine.WaitAsync(TimeSpan.FromMinutes(1), Token);
        studio.Interrupt();
        (await studio.ExitAsync(Token)).ShouldBe(130, studio.Errors);
        var done = studio.Output.Split('\n').Count(l => l.Contains("\"trial\"", StringComparison.Ordinal));
        done.ShouldBeLessThan(30);
        var (exit, output, errors) = await RunAsync("run", file, "--json");
        exit.ShouldBe(0, errors);
        output.Split('\n').Count(l => l.Contains("\"trial\"", StringComparison.Ordinal)).ShouldBe(30 - done);
        JsonNode.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!["trials"]!.GetValue<int>().ShouldBe(30);
    }

    [Fact]
    public async Task Trials_of_a_file_are_begun_with_and_faults_in_it_are_told_before_anything_is_kept()
    {
        var file = Write("name: seeded\nevaluator: { type: function, function: branin }\nsampler: random\nbudget: { trials: 3 }");
        await File.WriteAllTextAsync(Path.Combine(_folder, "bad.csv"), "x1,x2,value\n1,2,3\n1,99,3\n", Token);
        await File.WriteAllTextAsync(Path.Combine(_folder, "good.csv"), "x1,x2,value\n1,2,3\n1,9,-7.5\n", Token);
        var (exit, _, errors) = await RunAsync("run", file, "--import", "bad.csv", "--json");
        (exit, errors.Contains("row 2, x2: '99' is not accepted: a number from 0 to 15 is expected.", StringComparison.Ordinal)).ShouldBe((2, true), errors);
        (exit, var output, errors) = await RunAsync("run", file, "--import", "good.csv", "--json");
        exit.ShouldBe(0, errors);
        var last = JsonNode.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!;
        (last["trials"]!.GetValue<int>(), last["best"]!["value"]!.GetValue<double>()).ShouldBe((5, -7.5));
    }

    [Theory]
    [InlineData(2, "no.yaml", "run", "no.yaml")]
    [InlineData(2, "is a folder", "run", ".")]
    [InlineData(2, "name: It is missing", "run", "bad.yaml")]
    [InlineData(2, "evaluator.function", "run", "bad.yaml")]
    [InlineData(2, "Required argument", "run")]
    [InlineData(2, "dance", "dance")]
    [InlineData(2, "--fast", "run", "bad.yaml", "--fast")]
    [InlineData(2, "no study 'nothing'", "export", "nothing")]
    [InlineData(2, "--queues", "worker", "--queues", "No Queue")]
    [InlineData(2, "--studies", "worker", "--studies", "1000")]
    [InlineData(2, "'http://127.0.0.1:1x' is not accepted", "serve", "--urls", "http://127.0.0.1:1x")]
    [InlineData(2, "'ftp://127.0.0.1' is not accepted", "serve", "--urls", "ftp://127.0.0.1")]
    [InlineData(1, "cannot listen", "serve", "--urls", "http://203.0.113.7:5080")]
    public async Task A_wrong_command_says_what_is_wrong(int exit, string message, params string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "bad.yaml"), "evaluator: { type: function, function: nothing }", Token);
        var result = await RunAsync(arguments);
        result.Errors.ShouldContain(message);
        result.Exit.ShouldBe(exit);
        result.Output.ShouldBeEmpty();
        result.Errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Methods_are_listed_as_json()
    {
        var (exit, output, _) = await RunAsync("methods", "--json");
        exit.ShouldBe(0);
        var methods = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToList();
        methods.Select(m => m["key"]!.GetValue<string>()).ShouldContain("gp");
        methods.ShouldAllBe(m => m["title"] != null && m["family"] != null && m["kind"] != null && m.AsObject().ContainsKey("paper"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string study)
    {
        var file = Path.Combine(_folder, "study.yaml");
        File.WriteAllText(file, study);
        return file;
    }

    private async Task<(int Exit, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        await using var studio = StudioProcess.Start(fixture.Database.ConnectionString, _folder, arguments);
        var exit = await studio.ExitAsync(limit.Token);
        return (exit, studio.Output, studio.Errors);
    }
}
