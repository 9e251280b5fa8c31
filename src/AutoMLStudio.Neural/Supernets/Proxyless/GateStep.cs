using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Supernets.Proxyless;

/// <summary>
/// A step of the architecture parameters along the gradient of a loss through binary gates ([Cai2019], §3.2.1): of two candidates a slot that are
/// drawn anew, or of all. One of them is active; what the others give meets a gate of 0, so that they are computed and nothing of them is kept.
/// </summary>
/// <remarks>
/// The latency that is expected over all candidates sets the value of the loss. Its gradient goes through those that take part, as that of the
/// cross-entropy does, so that the two keep their proportion and the probabilities of all others stay. The published search leaves slots out whose
/// active candidate is a zero; here their other candidate learns too.
/// </remarks>
internal sealed class GateStep(ProxylessOptions options, Network network, TrainingData data, PathParameters parameters)
{
    /// <summary>One step; the loss.</summary>
    /// <param name="batch">Examples that architectures are chosen by.</param>
    /// <param name="rate">Step size.</param>
    /// <param name="latency">What latency to expect; null to leave it out.</param>
    /// <param name="rng">Draws what takes part.</param>
    public double Run(Part batch, double rate, ExpectedLatency? latency, Rng rng)
    {
        var probabilities = parameters.Probabilities();
        var involved = probabilities.Select(p => Draw(p, rng)).ToList();
        var (crossEntropy, gates) = GateGradients(batch, involved);
        var loss = latency is null ? new(crossEntropy, 1, 0) : LatencyLoss.Of(options.LatencyForm,
            options.LatencyStrength ?? LatencyLoss.DefaultStrength(options.LatencyForm), crossEntropy, latency.Of(probabilities),
            1000 * options.TargetLatency!.Value);
        var gradients = probabilities.Select(p => new double[p.Length]).ToList();
        for (var slot = 0; slot < involved.Count; slot++)
        {
            var own = involved[slot].Select((c, k) => loss.CrossEntropySlope * gates[slot][k] + loss.LatencySlope * (latency?.BySlot[slot][c] ?? 0));
            var gradient = Gates.Gradient([.. own], parameters.Of(slot, involved[slot]));
            for (var k = 0; k < gradient.Length; k++) gradients[slot][involved[slot][k]] = gradient[k];
        }
        var before = involved.Select((candidates, slot) => parameters.Of(slot, candidates)).ToList();
        parameters.Step(gradients, rate);
        if (options.Update == GateUpdate.Two)
            for (var slot = 0; slot < involved.Count; slot++) parameters.Rescale(slot, involved[slot], before[slot]);
        return loss.Value;
    }

    /// <summary>
    /// The loss of a batch with these candidates, the first of each slot active, and its gradient by each one's gate: ⟨dL/dy, o_j(x)⟩.
    /// </summary>
    public (double Loss, IReadOnlyList<double[]> Gates) GateGradients(Part batch, IReadOnlyList<int[]> involved)
    {
        using var scope = NewDisposeScope();
        var gates = tensor([.. involved.SelectMany(c => c.Select((_, k) => k == 0 ? 1f : 0f))], device: batch.Inputs.device, requires_grad: true);
        var one = gates.unbind(0);
        var next = 0;
        IReadOnlyList<Route> RoutesOf(int[] candidates) => [.. candidates.Select((c, k) => new Route(c, one[next++], Detached: k > 0))];
        var selection = new Selection([.. involved.Select(RoutesOf)]);
        var loss = Assessment.Loss(data, network.Forward(batch.Inputs, selection), batch.Targets);
        // The gradients of the shared weights are not asked for.
        var gradient = autograd.grad([loss], [gates], allow_unused: true)[0];
        var values = gradient is null ? new float[next] : gradient.cpu().data<float>().ToArray();
        next = 0;
        return (Assessment.Value(loss), [.. involved.Select(c => (double[])[.. c.Select(_ => (double)values[next++])])]);
    }

    private int[] Draw(double[] probabilities, Rng rng)
    {
        if (probabilities.Length == 1) return [0];
        if (options.Update == GateUpdate.Two) return Gates.DrawTwo(probabilities, rng);
        var active = Gates.Draw(probabilities, rng);
        return [active, .. Enumerable.Range(0, probabilities.Length).Where(c => c != active)];
    }
}
