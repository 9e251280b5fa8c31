using AutoMLStudio.Core.Numerics;
using TorchSharp;

namespace AutoMLStudio.Surrogates;

/// <summary>Settings of libtorch that hold for the whole process: an executable sets them once at its start.</summary>
public static class TorchRuntime
{
    /// <summary>Tunes the allocator and shares the cores out among workers, since libtorch would otherwise give every worker all of them.</summary>
    /// <param name="workers">Trials or proposals computed at the same time in this process; at least 1.</param>
    public static void Configure(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        NativeMemory.TuneAllocator();
        torch.set_num_threads(Math.Max(1, Environment.ProcessorCount / workers));
    }
}
