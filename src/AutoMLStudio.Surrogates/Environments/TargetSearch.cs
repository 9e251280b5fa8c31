using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>Proposes for the one task that a study evaluates, others being known already ([Swersky2013], Section 3.1): by expected improvement there.</summary>
internal static class TargetSearch
{
    private static readonly GaussianProcessOptions Search = new();

    /// <summary>Points to propose, best first; empty when constraints left none.</summary>
    /// <param name="model">Of the tasks; the first level is the one that is evaluated.</param>
    /// <param name="incumbent">Where the search starts.</param>
    /// <param name="rng">Randomness.</param>
    public static IReadOnlyList<SearchPoint> Rank(EnvironmentModel model, SearchPoint incumbent, Rng rng) =>
        new AcquisitionSearch(Search.Candidates, Search.LocalSearches).Rank(model.Data.Encoding, Improvement(model), model.Loss.Typical, [incumbent], rng);

    /// <summary>The logarithm of the expected improvement on the study's best so far, averaged over the hyper-parameters.</summary>
    public static IAcquisitionFunction Improvement(EnvironmentModel model)
    {
        var features = model.Data.Kind.Loss(0);
        var best = model.Data.Smallest(0) ?? model.Loss.At([.. model.Data.Points.Select(p => EnvironmentData.With(p.Input, features))]).Means.Min();
        IAcquisitionFunction At(Posterior member) =>
            new AtLevel(new AcquisitionFunction(member, Acquisition.Of(AcquisitionKind.LogEi, 0), [[best]]), features);
        return IntegratedAcquisition.Of([.. model.Loss.Members.Select(At)]);
    }

    /// <summary>A function of points and features, at features that stay as they are.</summary>
    private sealed class AtLevel(IAcquisitionFunction function, double[] features) : IAcquisitionFunction
    {
        private double[] _slopes = [];

        /// <inheritdoc/>
        public string Name => function.Name;

        /// <inheritdoc/>
        public bool IsLogarithm => function.IsLogarithm;

        /// <inheritdoc/>
        public bool IsSmooth => function.IsSmooth;

        /// <inheritdoc/>
        public double Value(ReadOnlySpan<double> x) => function.Value([.. x, .. features]);

        /// <inheritdoc/>
        public double Value(ReadOnlySpan<double> x, Span<double> gradient)
        {
            if (_slopes.Length != x.Length + features.Length) _slopes = new double[x.Length + features.Length];
            var value = function.Value([.. x, .. features], _slopes);
            _slopes.AsSpan(0, gradient.Length).CopyTo(gradient);
            return value;
        }

        /// <inheritdoc/>
        public double[] Values(IReadOnlyList<double[]> points) => function.Values([.. points.Select(p => EnvironmentData.With(p, features))]);
    }
}
