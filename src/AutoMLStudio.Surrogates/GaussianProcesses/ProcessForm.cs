namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>What is settled of a process before its hyper-parameters are sought.</summary>
/// <param name="Kernel">The correlation.</param>
/// <param name="Warps">Whether its inputs are bent.</param>
/// <param name="Prior">What is believed of its length-scales.</param>
internal readonly record struct ProcessForm(
    KernelKind Kernel = KernelKind.Matern52, bool Warps = false, LengthScalePrior Prior = LengthScalePrior.Gamma);
