using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Neural.Supernets.Proxyless;

/// <summary>The arithmetic of binary gates: one number a candidate of a slot, of which a few take part in a step ([Cai2019], §3.2).</summary>
internal static class Gates
{
    /// <summary>exp(a) divided by the sum of all, without overflow.</summary>
    public static double[] Softmax(ReadOnlySpan<double> alphas)
    {
        var most = double.NegativeInfinity;
        foreach (var alpha in alphas) most = Math.Max(most, alpha);
        var result = new double[alphas.Length];
        var sum = 0.0;
        for (var i = 0; i < result.Length; i++) sum += result[i] = Math.Exp(alphas[i] - most);
        for (var i = 0; i < result.Length; i++) result[i] /= sum;
        return result;
    }

    /// <summary>One candidate by these probabilities.</summary>
    public static int Draw(ReadOnlySpan<double> probabilities, Rng rng)
    {
        var left = rng.NextDouble();
        for (var i = 0; i < probabilities.Length; i++)
            if ((left -= probabilities[i]) < 0) return i;
        // What rounding leaves over belongs to the likeliest.
        var best = 0;
        for (var i = 1; i < probabilities.Length; i++)
            if (probabilities[i] > probabilities[best]) best = i;
        return best;
    }

    /// <summary>
    /// Two different candidates by these probabilities, the first of which is active: it is chosen by the probabilities of the two alone ([Cai2019],
    /// §3.2.1, the last paragraph).
    /// </summary>
    public static int[] DrawTwo(ReadOnlySpan<double> probabilities, Rng rng)
    {
        var first = Draw(probabilities, rng);
        var others = probabilities.ToArray();
        others[first] = 0;
        var rest = others.Sum();
        // One candidate may have all the probability that float64 can tell: the second then is any other.
        for (var i = 0; i < others.Length; i++) others[i] = rest > 0 ? others[i] / rest : i == first ? 0 : 1.0 / (others.Length - 1);
        var second = Draw(others, rng);
        var share = probabilities[first] / (probabilities[first] + probabilities[second]);
        return rng.NextDouble() < share ? [first, second] : [second, first];
    }

    /// <summary>
    /// The gradient by the architecture parameters of those that take part, of their gates' gradients: dL/da_i = Σ_j dL/dg_j p_j (δ_ij − p_i), with p
    /// their softmax among themselves ([Cai2019], Eq. 4).
    /// </summary>
    public static double[] Gradient(ReadOnlySpan<double> gateGradients, ReadOnlySpan<double> alphas)
    {
        var p = Softmax(alphas);
        var mean = 0.0;
        for (var j = 0; j < p.Length; j++) mean += p[j] * gateGradients[j];
        for (var i = 0; i < p.Length; i++) p[i] *= gateGradients[i] - mean;
        return p;
    }

    /// <summary>
    /// What to take off each of the changed parameters so that the sum of their exponentials is what it was: the probabilities of all others then
    /// stay ([Cai2019], §3.2.1, the last sentence).
    /// </summary>
    public static double Offset(ReadOnlySpan<double> before, ReadOnlySpan<double> after) => LogSum(after) - LogSum(before);

    /// <summary>Entropy of probabilities in nats.</summary>
    public static double Entropy(ReadOnlySpan<double> probabilities)
    {
        var entropy = 0.0;
        foreach (var p in probabilities)
            if (p > 0) entropy -= p * Math.Log(p);
        return entropy;
    }

    private static double LogSum(ReadOnlySpan<double> values)
    {
        var most = double.NegativeInfinity;
        foreach (var value in values) most = Math.Max(most, value);
        var sum = 0.0;
        foreach (var value in values) sum += Math.Exp(value - most);
        return most + Math.Log(sum);
    }
}
