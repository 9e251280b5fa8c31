namespace AutoMLStudio.Web.Commands;

/// <summary>The studies of <c>studio demo</c>.</summary>
internal static class DemoStudies
{
    /// <summary>One dimension, so that the whole model can be seen; slow enough to be watched.</summary>
    public const string Forrester = """
        name: demo-forrester
        evaluator: { type: function, function: forrester, delay: 1.0 }
        sampler: { type: gp, initial_trials: 4, clip_outliers: false }
        budget: { trials: 25 }
        seed: 7
        """;

    /// <summary>The hyper-parameters of a small convolutional network, with early stopping.</summary>
    public const string Glyphs = """
        name: demo-glyphs-cnn
        dataset: glyphs
        evaluator: { type: network, network: cnn, epochs: 9 }
        space:
          learning_rate: { type: float, low: 1.0e-4, high: 3.0e-1, log: true }
          batch_size: { type: int, low: 16, high: 128, log: true }
          dropout: { type: float, low: 0, high: 0.5 }
          weight_decay: { type: float, low: 1.0e-6, high: 1.0e-2, log: true }
          width: { type: int, low: 8, high: 32, log: true }
        sampler: { type: gp, initial_trials: 8 }
        scheduler: { type: median }
        budget: { trials: 40, time: 2m }
        parallelism: 2
        seed: 7
        """;

    /// <summary>The architecture of the network together with its learning rate.</summary>
    public const string Architectures = """
        name: demo-glyphs-architecture
        dataset: glyphs
        evaluator: { type: network, epochs: 9 }
        space:
          network: { type: architecture, space: chain, kind: cnn, min_depth: 1, max_depth: 3, widths: [8, 16, 32],
            kernels: [3, 5], activations: [relu], skips: search }
          learning_rate: { type: float, low: 1.0e-4, high: 3.0e-2, log: true }
        sampler: { type: gp, initial_trials: 12 }
        scheduler: { type: median }
        budget: { trials: 30, time: 2m }
        seed: 7
        """;

    /// <summary>A cell found by weight sharing, then trained from scratch.</summary>
    public const string Cells = """
        name: demo-glyphs-darts
        dataset: glyphs
        evaluator: { type: network, epochs: 15, batch_size: 32, learning_rate: 5.0e-3 }
        space:
          cell: { type: architecture, space: cell, nodes: 2, channels: 6, cells: 3 }
        sampler: { type: darts, epochs: 10, batch_size: 32 }
        seed: 7
        """;
}
