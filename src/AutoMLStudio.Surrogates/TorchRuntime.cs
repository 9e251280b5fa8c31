using AutoMLStudio.Core.Numerics;
using TorchSharp;

namespace AutoMLStudio.Surrogates;

/// <summary>Settings of libtorch that hold for the whole process: an executable sets them once at its start.</summary>
public static class TorchRuntime
{
    /// <summary>Version of libtorch.</summary>
    public static string Version => torch.__version__;

    /// <summary>Version of TorchSharp.</summary>
    public static string BindingsVersion => typeof(torch).Assembly.GetName().Version!.ToString(3);

    /// <summary>Threads that one operation may take.</summary>
    public static int Threads => torch.get_num_threads();

    /// <summary>What this build of libtorch computes with, told by its files alone: <c>cpu</c> or <c>cuda</c>. No device is touched.</summary>
    public static string Backend =>
        Directory.EnumerateFiles(AppContext.BaseDirectory, "*torch_cuda*", SearchOption.AllDirectories).Any() ? "cuda" : "cpu";

    /// <summary>Tunes allocator and waiting and shares the cores out among workers, since libtorch would otherwise give every worker all of them.</summary>
    /// <param name="workers">Trials or proposals computed at the same time in this process; at least 1.</param>
    public static void Configure(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        NativeMemory.TuneAllocator();
        NativeThreads.WaitAsleep();
        torch.set_num_threads(Math.Max(1, Environment.ProcessorCount / workers));
    }
}
