using AutoMLStudio.Web.Components.List;

namespace AutoMLStudio.Web.Components.Wizard;

/// <summary>The studies that a new one can begin with: those of the first page, and some that show more.</summary>
internal static class Template
{
    /// <summary>All of them, the shortest first.</summary>
    public static IReadOnlyList<Example> All { get; } =
    [
        .. Example.All,
        new("layers", Texts.Of("Find the layers of a CNN"),
            Texts.Of("Depth, widths, kernels and skip connections on glyphs, together with the learning rate: architecture search in minutes."),
            """
            name: glyphs-layers
            dataset: glyphs
            evaluator: { type: network, epochs: 9 }
            space:
              network: { type: architecture, space: chain, kind: cnn, min_depth: 1, max_depth: 3, widths: [8, 16, 32],
                kernels: [3, 5], activations: [relu], skips: search }
              learning_rate: { type: float, low: 1.0e-4, high: 3.0e-2, log: true }
            sampler: { type: tpe }
            scheduler: { type: median }
            budget: { trials: 40, time: 10m }
            seed: 7
            """),
        new("sharing", Texts.Of("Find an architecture by weight sharing"),
            Texts.Of("DARTS on glyphs: one network holds all cells, and its weights decide which is best, live; then the found cell is trained from scratch."),
            """
            name: glyphs-darts
            dataset: glyphs
            evaluator: { type: network, epochs: 20 }
            space: { cell: { type: architecture, space: cell, channels: 4, cells: 3 } }
            sampler: { type: darts, epochs: 20 }
            seed: 7
            """),
        new("tradeoff", Texts.Of("Small and accurate networks"),
            Texts.Of("Accuracy against the number of weights on glyphs: the front of the best compromises, from tiny to large."),
            """
            name: glyphs-small-and-accurate
            dataset: glyphs
            objective:
              - { metric: validation_accuracy, direction: maximize }
              - { metric: parameters, direction: minimize }
            evaluator: { type: network, network: cnn, epochs: 5 }
            space:
              learning_rate: { type: float, low: 1.0e-4, high: 3.0e-2, log: true }
              layers: { type: int, low: 1, high: 3 }
              width: { type: int, low: 4, high: 32, log: true }
            sampler: { type: motpe }
            budget: { trials: 30, time: 10m }
            seed: 7
            """),
        new("table", Texts.Of("Tune an MLP on a table"),
            Texts.Of("Two half moons of points, a small network, seconds a trial: replace the dataset by your own CSV."),
            """
            name: moons-mlp
            dataset: moons
            evaluator: { type: network, network: mlp, epochs: 27 }
            space:
              learning_rate: { type: float, low: 1.0e-4, high: 1.0e-1, log: true }
              weight_decay: { type: float, low: 1.0e-5, high: 1.0e-1, log: true }
              layers: { type: int, low: 1, high: 4 }
              width: { type: int, low: 8, high: 64, log: true }
            sampler: { type: gp }
            scheduler: { type: median }
            budget: { trials: 40, time: 10m }
            seed: 7
            """),
        new("bandit", Texts.Of("Spend little on weak trials"),
            Texts.Of("BOHB on a function whose value gets more exact with its budget: brackets of many short and few long trials."),
            """
            name: counting-ones
            evaluator: { type: function, function: counting_ones, delay: 0.02 }
            sampler: { type: tpe }
            scheduler: { type: hyperband }
            budget: { trials: 200 }
            parallelism: 2
            seed: 7
            """),
        new("command", Texts.Of("Search any program"),
            Texts.Of("A Python script of 80 lines reads a configuration and prints its loss an epoch; the studio does the rest."),
            """
            name: command-python
            objective: { metric: value, direction: minimize }
            evaluator: { type: command, command: "python3 examples/train.py", epochs: 20, timeout: 60 }
            space:
              learning_rate: { type: float, low: 1.0e-3, high: 10, log: true }
              weight_decay: { type: float, low: 1.0e-6, high: 0.1, log: true }
              batch_size: { type: int, low: 4, high: 128, log: true }
              degree: { type: int, low: 1, high: 6 }
            sampler: { type: gp }
            scheduler: { type: median }
            budget: { trials: 40 }
            parallelism: 2
            seed: 1
            """),
    ];

    /// <summary>The one of this key; null where there is none.</summary>
    public static Example? Find(string? key) => All.FirstOrDefault(e => e.Key == key);
}
