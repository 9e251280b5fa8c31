using System.Runtime.InteropServices;

namespace AutoMLStudio.Core.Numerics;

/// <summary>How the threads that libtorch computes with wait for each other.</summary>
public static class NativeThreads
{
    /// <summary>GNU OpenMP's own name for the turns that a thread spins before it sleeps.</summary>
    private const string Variable = "GOMP_SPINCOUNT";

    /// <summary>A few microseconds: enough for the next operation where it follows at once.</summary>
    private const string Turns = "1000";

    /// <summary>
    /// Makes threads that wait for the others sleep soon instead of spinning; call once, before libtorch is loaded, which reads it then. A machine
    /// that
    /// has other work to do would otherwise spend most of its time on waiting: training on two threads was ten times as slow there. What a person has
    /// set stays.
    /// </summary>
    /// <returns>True when it was set; false where there is no such library (Windows, macOS) or a person has set it.</returns>
    public static bool WaitAsleep()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Variable) is not null) return false;
        // The runtime keeps an environment of its own; the library reads that of the C library.
        return Set(Variable, Turns, overwrite: 0) == 0;
    }

    /// <summary><c>setenv</c> of stdlib.h: 0 when it was set.</summary>
    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
}
