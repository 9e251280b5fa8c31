namespace AutoMLStudio.Neural.Models;

/// <summary>How a model does on examples that no training has seen.</summary>
/// <param name="Part">Which part of the data: <c>test</c> or <c>validation</c>.</param>
/// <param name="Examples">How many examples.</param>
/// <param name="Classes">For a classification.</param>
/// <param name="Values">For a regression.</param>
public sealed record ModelEvaluation(string Part, int Examples, ClassificationScores? Classes, RegressionScores? Values)
{
    /// <summary>Runs the model on the examples.</summary>
    /// <exception cref="ArgumentException">The examples are not of the model's shape.</exception>
    public static ModelEvaluation Of(OnnxModel model, ModelExamples examples, CancellationToken cancellationToken)
    {
        var outputs = model.Predict(examples.Features(), cancellationToken);
        var targets = examples.Targets();
        return model.ClassNames.Count > 0
            ? new(examples.Part, targets.Length, ClassificationScores.Of(outputs, [.. targets.Select(t => (int)t)], model.ClassNames), null)
            : new(examples.Part, targets.Length, null, RegressionScores.Of(outputs, targets));
    }
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
