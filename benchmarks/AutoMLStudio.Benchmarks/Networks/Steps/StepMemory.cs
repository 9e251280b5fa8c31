using System.Diagnostics;
using System.Globalization;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Supernets;
using static TorchSharp.torch;

namespace AutoMLStudio.Benchmarks.Networks.Steps;

/// <summary>
/// Memory that a step of the shared weights adds at its peak, over one network of 8 candidates an edge (8 channels, 5 cells, batch 32, 32×32): of a
/// mixture, of two paths an edge and of one. Each is measured in a process of its own, with the C library's own allocator told to give
/// back at once, so that what counts is what a step holds and not how a heap falls to pieces.
/// </summary>
internal static class StepMemory
{
    /// <summary>First argument of the program that makes it such a process; the variant and the seed follow.</summary>
    public const string Command = "supernet-step-memory";

    private const int Steps = 3;
    private const int Channels = 8;
    private const int Cells = 5;

    /// <summary>Numbers of operations, none not among them, whose mixtures are measured too; all seven are the mixture of all eight candidates.</summary>
    private static readonly int[] Some = [2, 3, 5];

    private static readonly string[] Variants = ["plain", "mixture", .. Some.Select(n => $"{n}"), "two", "one"];

    public static async Task<IReadOnlyList<BenchmarkRow>> RowsAsync(int seeds, Action<string> finished, CancellationToken cancellationToken)
    {
        var peaks = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (var variant in Variants)
        {
            peaks[variant] = [];
            for (var seed = 1; seed <= seeds; seed++) peaks[variant].Add(await ChildAsync(variant, seed, cancellationToken));
            finished($"memory of {variant}: {string.Join(", ", peaks[variant].Select(p => $"{p:F0}"))} MB");
        }
        IReadOnlyList<double> Over(string mixture, string variant) => [.. peaks[mixture].Zip(peaks[variant], (a, b) => a / b)];
        return
        [
            new("memory at the peak of a step of the mixture", "MB", peaks["mixture"]),
            new("the same, written plainly", "MB", peaks["plain"]),
            new("the same of two paths an edge", "MB", peaks["two"]),
            new("the same of one path an edge", "MB", peaks["one"]),
            new("mixture over two paths", "", Over("mixture", "two"), 3, LargerIsBetter: true),
            new("mixture over one path", "", Over("mixture", "one"), 4.5, LargerIsBetter: true),
            .. Some.Select(n => new BenchmarkRow($"mixture of {n} operations over one path", "", Over($"{n}", "one"))),
            new("plain mixture over two paths", "", Over("plain", "two")),
            new("plain mixture over one path", "", Over("plain", "one")),
        ];
    }

    /// <summary>What such a process does: writes the megabytes on standard output.</summary>
    public static int Measure(string variant, int seed)
    {
        set_num_threads(1);
        var (inputs, targets) = SearchFactory.Batch(32);
        var (prepare, step) = variant == "plain" ? Plainly(inputs, targets) : Ours(variant, Rng.For((ulong)seed), inputs, targets);
        prepare();
        var before = Resident("VmRSS");
        // Lets the highest mark of the resident set begin anew.
        File.WriteAllText("/proc/self/clear_refs", "5");
        for (var i = 0; i < Steps; i++) step();
        Console.WriteLine((Resident("VmHWM") - before).ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>What to do before a step is measured, and the step.</summary>
    private static (Action Prepare, Action Step) Ours(string variant, Rng rng, Tensor inputs, Tensor targets)
    {
        var task = new NetworkTask(new(3, 32, 32), new(OutputKind.Classes, 10), new Normalize([0, 0, 0], [1, 1, 1]));
        var plan = ((IRelaxedSpace)new CellSpace(new CellOptions { Channels = Channels, Cells = Cells })).Relax(task, new(WithNone: true));
        var network = new Network(plan.Graph, 1) { Places = plan.Places };
        // What the libraries keep for good, code that they compile for each operation above all, is not the step's: every candidate once.
        void Prepare()
        {
            for (var c = 1; c < plan.Slots.Max(slot => slot.Candidates.Count); c++)
                Step(network, Selection.Of([.. plan.Slots.Select(slot => new[] { Math.Min(c, slot.Candidates.Count - 1) })]), inputs, targets);
        }
        return (Prepare, () => Step(network, Selected(plan, variant, rng), inputs, targets));
    }

    private static (Action Prepare, Action Step) Plainly(Tensor inputs, Tensor targets)
    {
        var network = new PlainSupernet(Channels, Cells, 10);
        Tensor Alphas() => zeros(PlainSupernet.Edges, PlainSupernet.Operations, requires_grad: true);
        var (normal, reduction) = (Alphas(), Alphas());
        void Step(Tensor inputs, Tensor targets)
        {
            using var scope = NewDisposeScope();
            network.zero_grad();
            nn.functional.cross_entropy(network.call(inputs, normal, reduction), targets).backward();
        }
        // A mixture of one picture has every candidate in it.
        return (() => Step(inputs.narrow(0, 0, 2), targets.narrow(0, 0, 2)), () => Step(inputs, targets));
    }

    private static void Step(Network network, Selection selection, Tensor inputs, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var loss = nn.functional.cross_entropy(network.Forward(inputs, selection), targets);
        network.Gradients.zero_();
        loss.backward();
    }

    /// <summary>
    /// As each method's step has them: a mixture with the gradients of its weights; two paths with theirs, of which the one of weight 0 keeps nothing
    /// but its output [Cai2019]; one path.
    /// </summary>
    private static Selection Selected(SupernetPlan plan, string variant, Rng rng)
    {
        if (variant == "mixture") return Selection.Mixed(plan.Slots.Select(s => zeros(s.Candidates.Count).requires_grad_().softmax(0)));
        // Never nothing, which would take no memory.
        int[] Drawn(Slot slot, int count)
        {
            var order = Enumerable.Range(1, slot.Candidates.Count - 1).ToArray();
            rng.Shuffle<int>(order);
            return order[..count];
        }
        if (int.TryParse(variant, CultureInfo.InvariantCulture, out var some))
            return new([.. plan.Slots.Select(s =>
            {
                var weights = zeros(some).requires_grad_().softmax(0).unbind(0);
                return (IReadOnlyList<Route>)[.. Drawn(s, some).Select((c, i) => new Route(c, weights[i]))];
            })]);
        if (variant == "one") return Selection.Of([.. plan.Slots.Select(s => Drawn(s, 1))]);
        return new([.. plan.Slots.Select(s =>
        {
            var gates = tensor((float[])[1, 0]).requires_grad_();
            return (IReadOnlyList<Route>)[.. Drawn(s, 2).Select((c, i) => new Route(c, gates[i], Detached: i > 0))];
        })]);
    }

    private static double Resident(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1000;
    }

    private static async Task<double> ChildAsync(string variant, int seed, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(StepMemory).Assembly.Location);
        foreach (var limit in (string[])["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"]) start.Environment[limit] = "65536";
        foreach (var argument in (string[])[Command, variant, $"{seed}"]) start.ArgumentList.Add(argument);
        using var child = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        var text = await child.StandardOutput.ReadToEndAsync(cancellationToken);
        await child.WaitForExitAsync(cancellationToken);
        return double.Parse(text, CultureInfo.InvariantCulture);
    }
}
