using System.Runtime.InteropServices;
using AutoMLStudio.Core.Studies;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Training;

/// <summary>Where training runs, on how many threads, and what its failures mean.</summary>
internal static class TorchDevice
{
    private static readonly Lazy<Device> Chosen = new(() => cuda.is_available() ? CUDA : CPU);

    /// <summary>The first CUDA device where the build and the machine have one, else the processor.</summary>
    public static Device Default => Chosen.Value;

    /// <summary>
    /// Where a study trains: the processor where equal numbers in every run are asked for, which TorchSharp cannot ask of a CUDA device.
    /// </summary>
    public static Device For(NetworkOptions options) => options.Deterministic ? CPU : Default;

    /// <summary>Threads within an operation. The setting is the process's: studies that run in one process beside each other should agree.</summary>
    public static void UseThreads(int count)
    {
        if (get_num_threads() != count) set_num_threads(count);
    }

    /// <summary>Runs a part of a trial, telling failures of libtorch as failures of the trial.</summary>
    public static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is OutOfMemoryException || (exception is ExternalException && IsMemory(exception.Message)))
        {
            throw new TrialFailedException(
                "There is not enough memory to train this network; a smaller batch, width or number of layers needs less.", exception);
        }
        catch (ExternalException exception)
        {
            throw new TrialFailedException($"libtorch cannot train this network: {exception.Message.Split('\n')[0]}", exception);
        }
    }

    private static bool IsMemory(string message) =>
        message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            || message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase)
        || message.Contains("bad_alloc", StringComparison.Ordinal);
}
