using System.Runtime.CompilerServices;
using TorchSharp;

namespace AutoMLStudio.Neural.Tests;

/// <summary>Tests run beside each other: threads within an operation would only get in each other's way.</summary>
internal static class OneThread
{
    [ModuleInitializer]
    internal static void Set() => torch.set_num_threads(1);
}
