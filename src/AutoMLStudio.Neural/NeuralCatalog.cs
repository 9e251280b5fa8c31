using AutoMLStudio.Core;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Fabric;
using AutoMLStudio.Neural.Architectures.Macro;
using AutoMLStudio.Neural.Architectures.Mobile;
using AutoMLStudio.Neural.Architectures.NasBench;
using AutoMLStudio.Neural.Architectures.Recurrent;
using AutoMLStudio.Neural.Supernets.Enas;
using AutoMLStudio.Neural.Supernets.Darts;
using AutoMLStudio.Neural.Supernets.MorphNet;
using AutoMLStudio.Neural.Supernets.OneShot;
using AutoMLStudio.Neural.Supernets.Proxyless;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural;

/// <summary>What this project adds to the catalogue.</summary>
public static class NeuralCatalog
{
    /// <summary>The entries.</summary>
    public static IReadOnlyList<Method> Methods { get; } =
    [
        Method.Evaluator<NetworkOptions, NetworkEvaluator>("network", "Network training", "Training", null,
            "Trains a neural network on a dataset and reports how it does on the validation part after each epoch. Searches options of the "
            + "training, of a plain CNN or MLP, or whole architectures. The best network can be downloaded as an ONNX file.",
            (options, context) => new NetworkEvaluator(options, context)),
        Method.Sampler<MorphNetOptions, MorphNetSampler>("morphnet", "MorphNet", "Weight sharing", "Gordon2018",
            "Finds the width of every layer of a chain: trains it with the cost of each channel in the loss, cuts those that are not worth theirs, and "
            + "widens what is left to the size allowed. One training finds the widths, a second one trains the network found.",
            (options, context) => new MorphNetSampler(options, context)) with { ChoosesBudgets = true, OnlyEvaluator = "network" },
        Method.Sampler<DartsOptions, DartsSampler>(DartsSampler.Key, "DARTS", "Weight sharing", "Liu2019",
            "Finds a cell in one network that holds all of them: every operation on every edge has a weight, the weights learn by gradient descent, and the "
            + "largest make the cell. For cells over images, signals and tables when training each candidate alone would take too long.",
            (options, context) => new DartsSampler(options, context)) with { ChoosesBudgets = true, OnlyEvaluator = "network" },
        Method.Architectures<ChainOptions>(ChainSpace.SpaceKey, "Chain of layers", "Plain spaces", null,
            "Convolutional or fully connected layers one after another, each with its own width, kernel, activation and residual connection. "
            + "It flattens to ordinary parameters, so that every sampler searches it.",
            options => new ChainSpace(options)),
        Method.Architectures<CellOptions>(CellSpace.SpaceKey, "Cells", "Cell spaces", "Liu2019",
            "Networks of repeated cells, as NASNet, AmoebaNet, ENAS and DARTS search them: two operations and two inputs a node, one cell that keeps "
            + "the size of the image and one that halves it. Over tables a cell of fully connected layers.",
            options => new CellSpace(options)),
        Method.Architectures<NasBenchOptions>(NasBenchSpace.SpaceKey, "NAS-Bench-201 cells", "Cell spaces", "Dong2020",
            "The 15,625 cells of NAS-Bench-201: one of five operations on each of six edges. Small enough to compare searches on.",
            options => new NasBenchSpace(options)),
        Method.Architectures<MacroOptions>(MacroSpace.SpaceKey, "Layers with skip connections", "Whole networks", "Pham2018",
            "Whole networks as ENAS searches them: an operation for each layer, and which earlier layers stand beside it. For images, signals and texts when "
            + "the shape of all is in question.",
            options => new MacroSpace(options)),
        Method.Architectures<MobileOptions>(MobileSpace.SpaceKey, "Inverted bottlenecks", "Whole networks", "Cai2019",
            "Small, fast networks as ProxylessNAS and MnasNet search them: kernel, expansion and squeeze-and-excitation of each block, and how many there "
            + "are. For images, when size and speed count too.",
            options => new MobileSpace(options)),
        Method.Architectures<RecurrentOptions>(RecurrentSpace.SpaceKey, "Recurrent cells", "Cell spaces", "Pham2018",
            "Recurrent cells as ENAS and DARTS search them: what each node computes, and of which earlier node. For texts and signals.",
            options => new RecurrentSpace(options)),
        Method.Architectures<FabricOptions>(FabricSpace.SpaceKey, "Neural fabrics", "Whole networks", "Saxena2016",
            "A grid of layers and scales, from the whole image down to one place, that holds all chains of convolutions through it at once. Only layers and "
            + "channels are left to choose. For images, signals and texts.",
            options => new FabricSpace(options)),
        Method.Sampler<EnasOptions, EnasSampler>("enas", "ENAS", "Weight sharing", "Pham2018",
            "A recurrent controller draws architectures that share their weights, a batch each, and learns from how they do. What it draws in the end is "
            + "ranked with the shared weights and the best trained from scratch.",
            (options, context) => new EnasSampler(options, context)) with { ChoosesBudgets = true, OnlyEvaluator = "network" },
        Method.Sampler<ProxylessOptions, ProxylessSampler>("proxyless", "ProxylessNAS", "Weight sharing", "Cai2019",
            "Trains one path at a time of a network that holds them all, which takes the memory of one network, and learns which "
            + "candidates to prefer: for quality and, with a target, for latency as measured on this machine. For networks of blocks "
            + "when speed counts.",
            (options, context) => new ProxylessSampler(options, context)) with { ChoosesBudgets = true, OnlyEvaluator = "network" },
        Method.Sampler<OneShotOptions, OneShotSampler>("one_shot", "One-shot search", "Weight sharing", "Bender2018",
            "Trains a network that holds all architectures while paths are left out at random, scores random architectures by "
            + "leaving out all else, and trains the best ones from scratch. The simplest search by shared weights, which also shows "
            + "how far its scores can be trusted.",
            (options, context) => new OneShotSampler(options, context)) with { ChoosesBudgets = true, OnlyEvaluator = "network" },
    ];
}
