using System.Runtime.InteropServices;

namespace AutoMLStudio.Core.Numerics;

/// <summary>How the C library of this process hands memory to native code such as libtorch.</summary>
public static class NativeMemory
{
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MapThreshold = -3;

    /// <summary>
    /// Makes glibc keep large blocks for the next tensor instead of returning them to the kernel and faulting them in again; call once, before the
    /// first tensor. Training on the processor runs up to three times as fast; the process holds on to the memory of its largest moment.
    /// </summary>
    /// <returns>True when the allocator took the settings; false where there is no such allocator (Windows, macOS, musl).</returns>
    public static bool TuneAllocator()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            // Old versions of glibc refuse a threshold above 32 MiB.
            var kept = SetOption(MapThreshold, 1 << 30) == 1 || SetOption(MapThreshold, 32 << 20) == 1;
            return SetOption(TrimThreshold, int.MaxValue) == 1 & SetOption(TopPad, 64 << 20) == 1 & kept;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary><c>mallopt</c> of malloc.h: 1 when the option was set.</summary>
    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);
}
