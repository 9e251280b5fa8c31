namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>What is believed of length-scales, on inputs from 0 to 1, before there are trials.</summary>
public enum LengthScalePrior
{
    /// <summary>Gamma(3, 6), of mode ⅓ whatever the dimension: the default of BoTorch until 2024 [Balandat2020].</summary>
    Gamma,
    /// <summary>LogNormal(√2 + ½ ln D, √3): longer with the number of dimensions D, so that a model of many is no rougher [Hvarfner2024].</summary>
    DimensionScaled,
    /// <summary>ln p = −0.1 (ℓ² + ℓ⁻²), of mode 1: that of Optuna [Akiba2019].</summary>
    Symmetric,
}
