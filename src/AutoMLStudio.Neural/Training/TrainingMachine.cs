using TorchSharp;

namespace AutoMLStudio.Neural.Training;

/// <summary>What this process trains on.</summary>
public static class TrainingMachine
{
    /// <summary>True with a CUDA device; false on the processor.</summary>
    public static bool HasGpu => TorchDevice.Default.type == DeviceType.CUDA;
}
