namespace AutoMLStudio.Web.Components.List;

/// <summary>A study that can be started with one click.</summary>
/// <param name="Key">Name in addresses.</param>
/// <param name="Title">What a person will see happen.</param>
/// <param name="Text">What there is to learn from it, in a sentence or two.</param>
/// <param name="File">The study file.</param>
internal sealed record Example(string Key, string Title, string Text, string File)
{
    /// <summary>The examples, the shortest first.</summary>
    public static IReadOnlyList<Example> All { get; } =
    [
        new("forrester", Texts.Of("Watch a Gaussian process on Forrester"),
            Texts.Of("One parameter, 20 trials, seconds: the model's mean, its doubt and the next proposal move with every trial."),
            """
            name: forrester
            evaluator: { type: function, function: forrester, delay: 0.5 }
            sampler: { type: gp, initial_trials: 4, clip_outliers: false }
            budget: { trials: 20 }
            seed: 7
            """),
        new("hartmann", Texts.Of("Find the minimum of Hartmann-6"),
            Texts.Of("Six parameters, six local minima, 60 trials by Bayesian optimisation, two at a time."),
            """
            name: hartmann-6
            evaluator: { type: function, function: hartmann6, delay: 0.2 }
            sampler: { type: gp }
            budget: { trials: 60 }
            parallelism: 2
            seed: 7
            """),
        new("glyphs", Texts.Of("Tune a CNN on glyphs"),
            Texts.Of("Trains small networks on generated characters, a few minutes on two cores; weak trials are stopped early; the best one is an ONNX file."),
            """
            name: glyphs-cnn
            dataset: glyphs
            evaluator: { type: network, network: cnn, epochs: 5 }
            sampler: { type: gp }
            scheduler: { type: median }
            budget: { trials: 12 }
            seed: 7
            """),
    ];
}
