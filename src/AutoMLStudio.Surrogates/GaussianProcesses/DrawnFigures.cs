using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>Hyper-parameters as people look at them: medians and quartiles over the draws.</summary>
internal static class DrawnFigures
{
    /// <summary>The length-scale of each parameter, in shares of its range.</summary>
    public static ParameterVector LengthScales(SearchSpace space, PosteriorMixture mixture)
    {
        var figures = space.Parameters.Select((_, d) => Quartiles.Of(mixture.Members.Select(m => m.Parameters.LengthScales.ElementAt(d)))).ToList();
        return new("length_scale", [.. space.Parameters.Zip(figures, (p, f) => KeyValuePair.Create(p.Name, f.Median))])
        {
            Quartiles = mixture.Members.Count == 1 ? null : [.. figures.Select(f => f.Quartiles!.Value)],
        };
    }

    /// <summary>Standard deviations of signal and noise in losses.</summary>
    /// <param name="mixture">The posteriors.</param>
    /// <param name="spread">From a standard deviation of the process, about its middle, to losses.</param>
    public static IReadOnlyList<ModelScale> Scales(PosteriorMixture mixture, Func<double, double> spread) =>
        [Scale("signal", mixture, p => spread(Math.Sqrt(p.Scale))), Scale("noise", mixture, p => spread(Math.Sqrt(p.Noise)))];

    /// <summary>One figure of the hyper-parameters.</summary>
    public static ModelScale Scale(string key, PosteriorMixture mixture, Func<Hyperparameters, double> value)
    {
        var (median, quartiles) = Quartiles.Of(mixture.Members.Select(m => value(m.Parameters)));
        return new(key, median, quartiles);
    }
}
