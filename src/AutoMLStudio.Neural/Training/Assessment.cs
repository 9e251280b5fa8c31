using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Training;

/// <summary>How good outputs are.</summary>
internal static class Assessment
{
    /// <summary>Examples at a time where nothing is learnt: enough to fill the machine, few enough to stay in its caches.</summary>
    private const long Batch = 256;

    /// <summary>
    /// Mean loss over the examples, and over the places of a text, whose scores are [examples, tokens, length]: cross-entropy in nats, or the mean
    /// squared error in units of the target's variance.
    /// </summary>
    public static Tensor Loss(TrainingData data, Tensor output, Tensor targets, double smoothing = 0) => data.TargetScale is null
        ? nn.functional.cross_entropy(output, targets, label_smoothing: smoothing)
        : nn.functional.mse_loss(output.squeeze(1), targets);

    /// <summary>Mean loss on a part, and accuracy or root mean squared error in the target's unit.</summary>
    /// <param name="data">What the part is of.</param>
    /// <param name="part">The examples.</param>
    /// <param name="forward">The network.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static (double Loss, double Quality) Of(
        TrainingData data, Part part, Func<Tensor, Tensor> forward, CancellationToken cancellationToken)
    {
        using var frozen = no_grad();
        double loss = 0, right = 0;
        for (var from = 0L; from < part.Count; from += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var length = Math.Min(Batch, part.Count - from);
            var output = forward(part.Inputs.narrow(0, from, length));
            var targets = part.Targets.narrow(0, from, length);
            loss += Value(Loss(data, output, targets)) * length;
            if (data.TargetScale is null) right += Count(output.argmax(1).eq(targets));
        }
        loss /= part.Count;
        return (loss, data.TargetScale is { } scale ? Math.Sqrt(loss) * scale.Deviation[0] : right / part.Targets.numel());
    }

    /// <summary>A scalar's number, read without an object that the garbage collector could take too early.</summary>
    public static double Value(Tensor scalar)
    {
        using var here = scalar.detach().cpu();
        return here.data<float>()[0];
    }

    private static long Count(Tensor flags)
    {
        using var sum = flags.sum().cpu();
        return sum.data<long>()[0];
    }
}
