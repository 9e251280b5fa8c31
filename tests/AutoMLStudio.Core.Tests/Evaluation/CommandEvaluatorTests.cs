using System.Diagnostics;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Evaluation;

/// <summary>Every case runs a real shell.</summary>
public sealed class CommandEvaluatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("studio-command-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string TrialFolder => Path.Combine(_folder, "trial-00003");

    private string Log => File.ReadAllText(Path.Combine(TrialFolder, "log.txt"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Steps_are_reports_and_the_last_value_is_the_result()
    {
        const string Command = """echo '{"step":1,"value":0.4,"accuracy":0.7}'; echo log; echo '{"step":2.5,"value":0.3}'; echo '{"value":0.9}'""";
        var reports = await Run(Command, budget: 10);
        reports.Select(r => (r.Step, r.Metrics["value"])).ShouldBe([(1, 0.4), (2.5, 0.3), (10, 0.9)]);
        reports[0].Metrics["accuracy"].ShouldBe(0.7);
        reports.ShouldAllBe(r => r.Seconds >= 0);
        Log.ShouldBe("log\n");
    }

    [Fact]
    public async Task The_result_replaces_the_report_at_the_budget()
    {
        var reports = await Run("""echo '{"step":1,"value":3}'; echo '{"step":2,"value":2}'; echo '{"value":1.5}'""", budget: 2);
        reports.Select(r => (r.Step, r.Metrics["value"])).ShouldBe([(1, 3), (2, 1.5)]);
        (await Run("""echo '{"step":1,"value":3}'; echo '{"step":2,"value":2}'""", budget: 2)).Select(r => r.Step).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Steps_beyond_the_budget_and_steps_known_before_are_passed_over()
    {
        var print = """for i in 1 2 3 4 5 6; do echo "{\"step\":$i,\"value\":$i}"; done""";
        (await Run(print, budget: 4)).Select(r => r.Step).ShouldBe([1, 2, 3, 4]);
        (await Run(print, budget: 4, reports: [Known(2)])).Select(r => r.Step).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task The_configuration_comes_on_standard_input_and_the_circumstances_in_the_environment()
    {
        await Run("""read -r line; printf '%s\n' "$line|$STUDIO_TRIAL|$STUDIO_BUDGET|$STUDIO_STEP|$STUDIO_FOLDER" >&2; echo '{"value":1}'""",
            budget: 27, reports: [Known(9)]);
        Log.Trim().ShouldBe($$"""{"n":3,"name":"a\u0022b","x":0.5}|3|27|9|{{TrialFolder}}""");
    }

    [Fact]
    public async Task A_python_program_is_evaluated()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "python3 is not installed");
        const string Program = """
            import json, sys
            x = json.load(sys.stdin)['x']
            for i in range(3):
                print(json.dumps({'step': i + 1, 'value': x / (i + 1)}), flush=True)
            """;
        await File.WriteAllTextAsync(Path.Combine(_folder, "train.py"), Program, Token);
        (await Run($"python3 {_folder}/train.py", budget: 3)).Select(r => r.Metrics["value"]).ShouldBe([0.5, 0.25, 0.5 / 3]);
    }

    [Theory]
    [InlineData("""echo hello; echo '{"value":1}'; echo boom >&2; exit 3""", "exited with code 3", "boom")]
    [InlineData("""echo only words""", "printed no line with \"value\"", "only words")]
    [InlineData("""echo '{"step":1,"loss":2}'""", "printed no line with \"value\"", "\"loss\":2")]
    [InlineData("""echo '{"step":2,"value":NaN}'; sleep 60""", "reported NaN as value at step 2", null)]
    [InlineData("""echo '{"value": -Infinity }'""", "reported -Infinity as value.", null)]
    [InlineData("""echo '{"step":1,"value":"NaN"}'""", "reported NaN", null)]
    [InlineData("""echo '{"step":2,"value":1}'; echo '{"step":1,"value":1}'""", "step 1 after step 2", null)]
    [InlineData("""echo '{"step":-1,"value":1}'""", "step -1", null)]
    [InlineData("""kill -9 $$""", "ended by signal 9", null)]
    [InlineData("""no-such-program-anywhere""", "exited with code 127", "no-such-program-anywhere")]
    public async Task A_trial_without_a_value_fails_with_the_reason_and_the_end_of_its_log(string command, string reason, string? tail)
    {
        var failure = await Should.ThrowAsync<TrialFailedException>(() => Run(command, budget: 10));
        failure.Message.ShouldContain(reason);
        if (tail is not null) failure.Message.ShouldContain(tail);
    }

    [Fact]
    public async Task A_result_that_is_followed_by_a_failure_does_not_count()
    {
        var reports = new List<Report>();
        await Should.ThrowAsync<TrialFailedException>(async () =>
        {
            await foreach (var report in Evaluator("""echo '{"step":1,"value":1}'; echo '{"value":0}'; exit 1""")
                .EvaluateAsync(NewTrial(5), Token)) reports.Add(report);
        });
        reports.Select(r => r.Step).ShouldBe([1]);
    }

    [Fact]
    public async Task A_time_out_ends_the_program_and_all_it_started()
    {
        var failure = await Should.ThrowAsync<TrialFailedException>(() => Run($"{GrandChild}; echo waiting; sleep 60", timeout: 0.5));
        failure.Message.ShouldContain("took more than 0.5 seconds");
        failure.Message.ShouldContain("waiting");
        IsAlive(await Pid()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_trial_that_is_stopped_between_two_steps_leaves_nothing_running()
    {
        var command = $$"""{{GrandChild}}; echo '{"step":1,"value":1}'; sleep 60""";
        await foreach (var report in Evaluator(command).EvaluateAsync(NewTrial(5), Token)) break;
        IsAlive(await Pid()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_cancelled_trial_leaves_nothing_running_even_where_sigterm_is_ignored()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reports = Evaluator($$"""trap '' TERM; {{GrandChild}}; echo '{"step":1,"value":1}'; while true; do sleep 1; done""")
            .EvaluateAsync(NewTrial(5), source.Token).GetAsyncEnumerator(Token);
        (await reports.MoveNextAsync()).ShouldBeTrue();
        var pid = await Pid();
        IsAlive(pid).ShouldBeTrue();
        var next = reports.MoveNextAsync();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await next);
        IsAlive(pid).ShouldBeFalse();
    }

    [Fact]
    public async Task A_trial_can_be_cancelled_right_at_its_start()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        for (var i = 0; i < 10; i++)
        {
            var reports = Evaluator("sleep 300").EvaluateAsync(NewTrial(1), source.Token).GetAsyncEnumerator(Token);
            await Should.ThrowAsync<OperationCanceledException>(async () => await reports.MoveNextAsync());
        }
    }

    [Fact]
    public async Task A_program_may_clean_up_when_it_is_ended()
    {
        var command = """trap 'echo cleaned > "$STUDIO_FOLDER/cleaned"; exit 0' TERM; echo '{"step":1,"value":1}'; while true; do sleep 0.05; done""";
        await foreach (var report in Evaluator(command).EvaluateAsync(NewTrial(5), Token)) break;
        File.Exists(Path.Combine(TrialFolder, "cleaned")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_child_left_behind_does_not_hold_up_the_trial()
    {
        var started = Stopwatch.GetTimestamp();
        (await Run($$"""{{GrandChild}}; echo '{"value":1}'""")).Single().Metrics["value"].ShouldBe(1);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        IsAlive(await Pid()).ShouldBeFalse();
    }

    [Fact]
    public async Task Reports_come_while_the_program_runs_and_the_program_waits_for_its_judge()
    {
        // The first line has to be read before the program goes on: it waits for the file that only the reader makes.
        var command = """echo '{"step":1,"value":1}'; while [ ! -e "$STUDIO_FOLDER/seen" ]; do sleep 0.02; done; echo '{"step":2,"value":2}'""";
        var steps = new List<double>();
        await foreach (var report in Evaluator(command).EvaluateAsync(NewTrial(2), Token))
        {
            steps.Add(report.Step);
            await File.WriteAllTextAsync(Path.Combine(TrialFolder, "seen"), "", Token);
        }
        steps.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_program_far_ahead_of_its_judge_is_held_by_its_pipe()
    {
        const string Much = """head -c 300000 /dev/zero | tr '\0' '\n'""";
        var command = $$"""echo '{"step":1,"value":1}'; {{Much}}; touch "$STUDIO_FOLDER/done"; echo '{"step":2,"value":2}'""";
        var reports = Evaluator(command).EvaluateAsync(NewTrial(3), Token).GetAsyncEnumerator(Token);
        (await reports.MoveNextAsync()).ShouldBeTrue();
        await Task.Delay(200, Token);
        File.Exists(Path.Combine(TrialFolder, "done")).ShouldBeFalse();
        (await reports.MoveNextAsync()).ShouldBeTrue();
        reports.Current.Step.ShouldBe(2);
        await reports.DisposeAsync();
    }

    [Fact]
    public async Task Huge_output_is_kept_to_the_size_of_a_log()
    {
        (await Run("""head -c 20000000 /dev/zero | tr '\0' 'x'; echo; yes line | head -n 400000 >&2; echo '{"value":1}'""")).Single().Metrics["value"]
            .ShouldBe(1);
        new FileInfo(Path.Combine(TrialFolder, "log.txt")).Length.ShouldBeInRange(900_000, TrialLog.MaximumLength + 200);
        Log.ShouldContain("The log is cut here");
    }

    [Fact]
    public async Task Output_that_is_no_text_is_survived()
    {
        var failure = await Should.ThrowAsync<TrialFailedException>(() =>
            Run("""printf '\377\376\000\033[31mred\n'; printf '{"value":\377}\n'; exit 2"""));
        failure.Message.ShouldContain("red");
        failure.Message.Where(c => c != '\n').ShouldAllBe(c => !char.IsControl(c));
    }

    [Fact]
    public async Task A_report_in_pieces_and_a_last_line_without_an_end_are_read()
    {
        (await Run("""printf '{"step":1,'; sleep 0.1; printf '"value":4}\r\n{"val'; sleep 0.1; printf 'ue":5}'""", budget: 2))
            .Select(r => r.Metrics["value"]).ShouldBe([4, 5]);
    }

    [Theory]
    [InlineData("exec <&-; sleep 0.05; echo '{\"value\":1}'")]
    [InlineData("echo '{\"value\":1}'")]
    public async Task A_program_may_ignore_its_standard_input(string command)
    {
        var configuration = new Configuration([new("text", new string('x', 1_000_000))]);
        (await Run(command, configuration: configuration)).Single().Metrics["value"].ShouldBe(1);
    }

    [Fact]
    public async Task A_second_attempt_goes_on_in_the_same_log()
    {
        await Should.ThrowAsync<TrialFailedException>(() => Run("echo first; exit 1"));
        await Run("""echo second; echo '{"value":1}'""");
        Log.ShouldBe("first\nsecond\n");
    }

    [Fact]
    public async Task Connection_strings_of_the_studio_are_not_handed_on()
    {
        Environment.SetEnvironmentVariable("ConnectionStrings__Studio", "Password=secret");
        try
        {
            await Run("""env >&2; echo '{"value":1}'""");
        }
        finally
        {
            Environment.SetEnvironmentVariable("ConnectionStrings__Studio", null);
        }
        Log.ShouldContain("STUDIO_TRIAL=3");
        Log.ShouldNotContain("secret");
    }

    [Fact]
    public void Options_without_a_command_are_at_fault() => new CommandOptions().Faults(null).Single().ShouldStartWith("command is missing");

    private string GrandChild =>
        $"sh -c 'sleep 300 & echo $! > {_folder}/pid; wait' >/dev/null 2>&1 & while [ ! -s {_folder}/pid ]; do sleep 0.01; done";

    private async Task<int> Pid() => int.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "pid"), Token));

    /// <summary>A zombie is dead: it only waits for its parent to be told.</summary>
    private static bool IsAlive(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return false;
        }
    }

    private static Report Known(double step) => new(step, new Dictionary<string, double> { ["value"] = 1 });

    private static Trial NewTrial(double budget, Configuration? configuration = null, IReadOnlyList<Report>? reports = null) => new()
    {
        Number = 3,
        Budget = budget,
        Configuration = configuration ?? new([new("x", 0.5), new("n", 3.0), new("name", "a\"b")]),
        Reports = reports ?? [],
    };

    private CommandEvaluator Evaluator(string command, double? timeout = null)
    {
        var space = new SearchSpace([new FloatParameter("x", 0, 1)]);
        return new(new() { Command = command, Timeout = timeout }, new(space, [new("value", Direction.Minimize)], 1, 0, Folder: _folder));
    }

    private async Task<List<Report>> Run(string command, double budget = 1, double? timeout = null, Configuration? configuration = null,
        IReadOnlyList<Report>? reports = null)
    {
        var result = new List<Report>();
        await foreach (var report in Evaluator(command, timeout).EvaluateAsync(NewTrial(budget, configuration, reports), Token)) result.Add(report);
        return result;
    }
}
