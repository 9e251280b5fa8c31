using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Fabric;
using AutoMLStudio.Neural.Architectures.Macro;
using AutoMLStudio.Neural.Architectures.Mobile;
using AutoMLStudio.Neural.Architectures.NasBench;
using AutoMLStudio.Neural.Architectures.Recurrent;

namespace AutoMLStudio.Neural.Tests.Architectures;

/// <summary>What kind of data a space is tried on.</summary>
public enum DataKind
{
    /// <summary>Images from 8×8 on, one or three channels.</summary>
    Images,
    /// <summary>One-dimensional signals.</summary>
    Signals,
    /// <summary>Texts to tell apart.</summary>
    Texts,
    /// <summary>Texts whose next token is asked for at every place.</summary>
    Tokens,
    /// <summary>Rows of a table.</summary>
    Rows,
}

/// <summary>Small forms of every space and the data that they take: what the tests of all spaces run over. A new space adds a line.</summary>
internal static class SpaceSamples
{
    public static IReadOnlyDictionary<string, (NetworkSpace Space, DataKind[] Data)> All { get; } = new Dictionary<string, (NetworkSpace, DataKind[])>
    {
        ["chain"] = (new ChainSpace(new ChainOptions { Widths = [4, 6] }), [DataKind.Images]),
        ["cell darts"] = (Cell(OperationSet.Darts, 4), [DataKind.Images, DataKind.Signals, DataKind.Texts]),
        ["cell nasnet"] = (Cell(OperationSet.Nasnet, 5), [DataKind.Images, DataKind.Signals]),
        ["cell amoebanet"] = (Cell(OperationSet.Amoebanet, 3), [DataKind.Images, DataKind.Signals]),
        ["cell enas"] = (Cell(OperationSet.Enas, 5), [DataKind.Images]),
        ["cell dense"] = (Cell(OperationSet.Dense, 3), [DataKind.Rows]),
        ["nasbench201"] = (new NasBenchSpace(new NasBenchOptions { Channels = 4 }), [DataKind.Images, DataKind.Signals, DataKind.Texts]),
        ["macro"] = (new MacroSpace(new MacroOptions { Layers = 6, Channels = 4 }), [DataKind.Images, DataKind.Signals, DataKind.Texts]),
        ["mobile"] = (new MobileSpace(new MobileOptions { WidthMultiplier = 0.1, Stages = 6, MaxDepth = 2 }), [DataKind.Images, DataKind.Signals]),
        ["fabric"] = (new FabricSpace(new FabricOptions { MaxLayers = 4, MaxChannels = 6 }), [DataKind.Images, DataKind.Signals, DataKind.Texts]),
        ["recurrent"] = (new RecurrentSpace(new RecurrentOptions { Features = 6, Nodes = 5 }),
            [DataKind.Signals, DataKind.Texts, DataKind.Tokens, DataKind.Images]),
        ["recurrent enas"] = (new RecurrentSpace(new RecurrentOptions { Features = 6, Nodes = 5, Output = CellOutput.LooseEnds }), [DataKind.Tokens]),
    };

    /// <summary>A task that <paramref name="seed"/> names.</summary>
    public static NetworkTask Task(DataKind kind, ulong seed)
    {
        var rng = Rng.For(seed, 78);
        if (kind is DataKind.Images or DataKind.Rows) return Samples.Task(seed, kind == DataKind.Images);
        var length = 8 + rng.Next(9);
        var classes = new NetworkOutput(OutputKind.Classes, 3);
        return kind switch
        {
            DataKind.Signals => new(new TensorShape(2, length), classes, Samples.Plain(2)),
            DataKind.Texts => new(new TensorShape(length), classes, null, 0.25, Tokens: 7),
            _ => new(new TensorShape(length), new NetworkOutput(OutputKind.Tokens, 7), null, Tokens: 7),
        };
    }

    private static CellSpace Cell(OperationSet set, int nodes) =>
        new(new CellOptions { Operations = set, Nodes = nodes, Channels = 2, Cells = 3, DropPath = 0.2, Auxiliary = true });
}
