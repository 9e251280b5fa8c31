using System.Diagnostics;
using System.Runtime.InteropServices;
using AutoMLStudio.Surrogates;

namespace AutoMLStudio.Web.Operations;

/// <summary>Looks at the machine from outside: files of the system, never a device. A web process does not touch CUDA; workers do.</summary>
internal static class Machine
{
    private const string Gpus = "/proc/driver/nvidia/gpus";

    /// <summary>The machine and this process.</summary>
    public static MachineView Look()
    {
        using var process = Process.GetCurrentProcess();
        return new(
            Environment.MachineName, RuntimeInformation.OSDescription, Processor(), Environment.ProcessorCount,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, process.WorkingSet64, [.. Accelerators()], TorchRuntime.Backend, TorchRuntime.Threads,
            new DateTimeOffset(process.StartTime));
    }

    private static string Processor()
    {
        const string cpus = "/proc/cpuinfo";
        var model = File.Exists(cpus) ? Value(File.ReadLines(cpus), "model name") : null;
        return model ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static IEnumerable<string> Accelerators() => Directory.Exists(Gpus)
        ? Directory.EnumerateFiles(Gpus, "information", SearchOption.AllDirectories).Select(f => Value(File.ReadLines(f), "Model")).OfType<string>()
        : [];

    private static string? Value(IEnumerable<string> lines, string name) =>
        lines.FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2) is [_, var value] ? value.Trim() : null;
}
