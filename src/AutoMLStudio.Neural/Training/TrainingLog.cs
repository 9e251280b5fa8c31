using System.Globalization;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;

namespace AutoMLStudio.Neural.Training;

/// <summary>What training says of a trial beside its reports.</summary>
internal sealed class TrainingLog(ITrialLog? log, int number)
{
    /// <summary>What is trained, on what, and where.</summary>
    public void Begin(NetworkGraph graph, NetworkOptions options, TrainingData data, long examples, int threads, double epoch)
    {
        var share = examples < data.Train.Count ? $"{examples:N0} of " : "";
        Write($"Training on {data.Dataset.Name}: {share}{data.Train.Count:N0} examples, {data.Validation.Count:N0} to validate, "
            + $"{data.Test.Count:N0} to test; batches of {options.BatchSize}.");
        Write($"Network: {graph.ParameterCount:N0} parameters, {graph.MultiplyAdds:N0} multiply-adds. "
            + $"Device: {TorchDevice.For(options)}, {threads} {(threads == 1 ? "thread" : "threads")}.");
        if (options.MixedPrecision)
            Write(TorchDevice.For(options).type == TorchSharp.DeviceType.CUDA
                ? "Convolutions and linear layers work in bfloat16." : "mixed_precision has no effect on a processor.");
        if (epoch > 0) Write($"Goes on from the checkpoint after epoch {epoch:N0}.");
    }

    /// <summary>What an epoch came to.</summary>
    public void Epoch(Report report, int epochs) => Write($"Epoch {report.Step:N0}/{epochs}: "
        + string.Join(", ", report.Metrics.Where(m => !Metrics.Costs.Contains(m.Key))
            .Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key} {m.Value:G5}")))
        + string.Create(CultureInfo.InvariantCulture, $" ({report.Seconds:0.00} s)"));

    /// <summary>What <paramref name="work"/> gives; a failure is said before it is passed on.</summary>
    public T Telling<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (TrialFailedException exception)
        {
            Failure(exception);
            throw;
        }
    }

    /// <inheritdoc cref="Telling{T}"/>
    public async Task<T> TellingAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (TrialFailedException exception)
        {
            Failure(exception);
            throw;
        }
    }

    private void Failure(TrialFailedException exception)
    {
        Write(exception.Message);
        if (exception.InnerException is { } inner) Write($"{inner.GetType().Name}: {inner.Message}");
    }

    private void Write(FormattableString line) => log?.Write(number, FormattableString.Invariant(line));

    private void Write(string line) => log?.Write(number, line);
}
