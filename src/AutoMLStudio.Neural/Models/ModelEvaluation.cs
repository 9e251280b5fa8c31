using AutoMLStudio.Neural.Architectures;

namespace AutoMLStudio.Neural.Models;

/// <summary>How a model does on examples that no training has seen.</summary>
/// <param name="Part">Which part of the data: <c>test</c> or <c>validation</c>.</param>
/// <param name="Examples">How many examples.</param>
/// <param name="Classes">For a classification.</param>
/// <param name="Values">For a regression.</param>
/// <param name="Tokens">For the next token of a text.</param>
public sealed record ModelEvaluation(
    string Part, int Examples, ClassificationScores? Classes, RegressionScores? Values, TokenScores? Tokens = null)
{
    private const int Batch = 64;

    /// <summary>Runs the model on the examples.</summary>
    /// <exception cref="ArgumentException">The examples are not of the model's shape.</exception>
    public static ModelEvaluation Of(OnnxModel model, ModelExamples examples, CancellationToken cancellationToken)
    {
        if (model.Output.Kind == OutputKind.Tokens)
            return new(examples.Part, examples.Indices.Count, null, null, TokensOf(model, examples, cancellationToken));
        var outputs = model.Predict(examples.Features(), cancellationToken);
        var targets = examples.Targets();
        return model.ClassNames.Count > 0
            ? new(examples.Part, targets.Length, ClassificationScores.Of(outputs, [.. targets.Select(t => (int)t)], model.ClassNames), null)
            : new(examples.Part, targets.Length, null, RegressionScores.Of(outputs, targets));
    }

    /// <summary>A few examples at a time: all probabilities of a text at once would be too many numbers.</summary>
    private static TokenScores TokensOf(OnnxModel model, ModelExamples examples, CancellationToken cancellationToken)
    {
        var (tokens, length) = (model.Output.Size, examples.Dataset.FeatureCount);
        var (loss, right, places) = (0.0, 0L, 0L);
        foreach (var indices in examples.Indices.Chunk(Batch))
        {
            var part = examples with { Indices = indices };
            var (inputs, targets) = (part.Features(), part.Targets());
            var outputs = model.Predict(inputs, cancellationToken);
            for (var i = 0; i < indices.Length; i++)
                for (var at = 0; at < length; at++, places++)
                {
                    var truth = (int)(at + 1 < length ? inputs[i * length + at + 1] : targets[i]);
                    float Probability(int token) => outputs[(i * tokens + token) * length + at];
                    loss -= Math.Log(Math.Max(Probability(truth), 1e-15));
                    if (Enumerable.Range(0, tokens).All(t => Probability(t) <= Probability(truth))) right++;
                }
        }
        return TokenScores.Of(right, loss, places);
    }
}

/// <summary>Scores of predicting the token that follows at every place of a text.</summary>
/// <param name="Accuracy">Share of the places whose token is the most probable one.</param>
/// <param name="LogLoss">Mean negative logarithm of the probability of the right token, in nats, probabilities kept above 1e-15.</param>
/// <param name="Perplexity">Its exponential: as many tokens to choose from evenly would be as hard.</param>
/// <param name="BitsPerToken">The mean in bits.</param>
public sealed record TokenScores(double Accuracy, double LogLoss, double Perplexity, double BitsPerToken)
{
    /// <summary>The scores that these sums come to.</summary>
    internal static TokenScores Of(long right, double loss, long places) =>
        new((double)right / places, loss / places, Math.Exp(loss / places), loss / places / Math.Log(2));
}

/// <summary>Scores of one class; null where nothing was divided by.</summary>
/// <param name="Name">Name of the class.</param>
/// <param name="Support">Examples of the class.</param>
/// <param name="Precision">Share of the examples predicted as this class that are of it.</param>
/// <param name="Recall">Share of the examples of this class that are predicted as it.</param>
/// <param name="F1">Harmonic mean of the two.</param>
public sealed record ClassScore(string Name, int Support, double? Precision, double? Recall, double? F1);

/// <summary>Scores of a classification.</summary>
/// <param name="Accuracy">Share of the examples predicted aright.</param>
/// <param name="BalancedAccuracy">Mean recall of the classes that have examples.</param>
/// <param name="MacroF1">Mean F1 of the classes that have one.</param>
/// <param name="LogLoss">Mean negative logarithm of the probability of the right class, probabilities kept above 1e-15.</param>
/// <param name="PerClass">Scores a class.</param>
/// <param name="Confusion">Counts above 0: index of the true class, of the predicted one, examples.</param>
public sealed record ClassificationScores(
    double Accuracy, double BalancedAccuracy, double MacroF1, double LogLoss, IReadOnlyList<ClassScore> PerClass, IReadOnlyList<int[]> Confusion)
{
    private const double Least = 1e-15;

    /// <summary>Scores of probabilities.</summary>
    /// <param name="probabilities">[examples × classes].</param>
    /// <param name="truth">Index of the right class, an example; at least one.</param>
    /// <param name="names">Names of the classes.</param>
    public static ClassificationScores Of(ReadOnlySpan<float> probabilities, IReadOnlyList<int> truth, IReadOnlyList<string> names)
    {
        var counts = new Dictionary<(int Truth, int Guess), int>();
        var loss = 0.0;
        for (var i = 0; i < truth.Count; i++)
        {
            var row = probabilities.Slice(i * names.Count, names.Count);
            var guess = 0;
            for (var c = 1; c < row.Length; c++)
                if (row[c] > row[guess]) guess = c;
            counts[(truth[i], guess)] = counts.GetValueOrDefault((truth[i], guess)) + 1;
            loss -= Math.Log(Math.Max(row[truth[i]], Least));
        }
        var (support, guessed, right) = (new int[names.Count], new int[names.Count], new int[names.Count]);
        foreach (var ((of, guess), count) in counts)
        {
            support[of] += count;
            guessed[guess] += count;
            if (of == guess) right[of] += count;
        }
        var classes = names.Select((name, c) => new ClassScore(name, support[c], Share(right[c], guessed[c]), Share(right[c], support[c]),
            Share(2 * right[c], support[c] + guessed[c]))).ToList();
        return new(
            (double)right.Sum() / truth.Count, classes.Average(c => c.Recall) ?? 0, classes.Average(c => c.F1) ?? 0, loss / truth.Count, classes,
            [.. counts.OrderBy(c => c.Key).Select(c => new[] { c.Key.Truth, c.Key.Guess, c.Value })]);
    }

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}

/// <summary>Scores of a regression.</summary>
/// <param name="R2">Share of the target's variance that the model explains; null where the target has none.</param>
/// <param name="Rmse">Root of the mean squared error, in the target's unit.</param>
/// <param name="Mae">Mean absolute error, in the target's unit.</param>
/// <param name="Bias">Mean of prediction minus target.</param>
/// <param name="Points">Pairs of target and prediction: all, or an even sample.</param>
public sealed record RegressionScores(double? R2, double Rmse, double Mae, double Bias, IReadOnlyList<float[]> Points)
{
    private const int MostPoints = 2000;

    /// <summary>Scores of predictions.</summary>
    /// <param name="predictions">One an example.</param>
    /// <param name="targets">The values that are right; at least one.</param>
    public static RegressionScores Of(IReadOnlyList<float> predictions, IReadOnlyList<float> targets)
    {
        var count = targets.Count;
        var mean = targets.Average(t => (double)t);
        double squares = 0, absolute = 0, sum = 0, variance = 0;
        for (var i = 0; i < count; i++)
        {
            var error = (double)predictions[i] - targets[i];
            squares += error * error;
            absolute += Math.Abs(error);
            sum += error;
            variance += (targets[i] - mean) * (targets[i] - mean);
        }
        var step = Math.Max(1, (count + MostPoints - 1) / MostPoints);
        var points = Enumerable.Range(0, (count + step - 1) / step).Select(i => new[] { targets[i * step], predictions[i * step] });
        return new(variance > 0 ? 1 - squares / variance : null, Math.Sqrt(squares / count), absolute / count, sum / count, [.. points]);
    }
}
