using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>How long trials take: a process on the logarithms of their seconds ([Snoek2012], Section 3.2).</summary>
/// <param name="Posterior">Of log durations brought to mean 0 and variance 1.</param>
/// <param name="Centre">Mean of the log durations.</param>
/// <param name="Scale">Standard deviation of the log durations.</param>
internal sealed record Duration(Posterior Posterior, double Centre, double Scale)
{
    /// <summary>Trials below a millisecond count as so long: the clock does not tell them apart.</summary>
    private const double Shortest = 1e-3;

    /// <summary>What the durations of the observed trials teach; null while fewer than two are known.</summary>
    public static Duration? Of(TrialData data)
    {
        int[] timed = [.. Enumerable.Range(0, data.Observed.Count).Where(i => Seconds(data.Observed[i]) > 0)];
        if (timed.Length < 2) return null;
        double[] logarithms = [.. timed.Select(i => Math.Log(Math.Max(Shortest, Seconds(data.Observed[i]))))];
        var standardization = Standardization.Of(logarithms, clip: false);
        double[] values = [.. logarithms.Select(standardization.Apply)];
        var points = data.Set([.. timed.Select(i => data.Inputs[i])]);
        return new(GaussianProcess.Fit(points, values, new()).Condition(points, [values]), standardization.Centre, standardization.Scale);
    }

    /// <summary>The seconds that are expected at points: e to the expected logarithm, the median.</summary>
    public double[] At(IReadOnlyList<double[]> points) => [.. Posterior.At(points).Means.Select(m => Math.Exp(Centre + Scale * m))];

    // Of a trial that went on to a larger budget than the one it is seen at, only what it took to get there.
    private static double Seconds(Trial trial)
    {
        var seconds = 0.0;
        foreach (var report in trial.Reports)
        {
            seconds += report.Seconds;
            if (report.Step >= trial.Budget) break;
        }
        return seconds;
    }
}
