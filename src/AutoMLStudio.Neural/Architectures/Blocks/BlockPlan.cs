namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>A block worked out for inputs of certain shapes.</summary>
/// <param name="Inputs">Those shapes.</param>
/// <param name="Parts">Its parts.</param>
/// <param name="Shapes">What each part gives.</param>
/// <param name="Weights">The weights of each part.</param>
/// <param name="Starts">Where those of each part begin among all.</param>
internal sealed record BlockPlan(
    IReadOnlyList<TensorShape> Inputs, IReadOnlyList<Part> Parts, IReadOnlyList<TensorShape> Shapes, IReadOnlyList<IReadOnlyList<WeightSpec>> Weights,
    IReadOnlyList<int> Starts)
{
    /// <summary>The weights of all parts, named after their part.</summary>
    public IReadOnlyList<WeightSpec> AllWeights { get; } =
        [.. Parts.Zip(Weights).SelectMany(p => p.Second.Select(w => w with { Name = $"{p.First.Name}.{w.Name}" }))];

    /// <summary>Multiplications with an addition of all parts.</summary>
    public long MultiplyAdds => Parts.Select((p, i) => p.Operation.MultiplyAdds(InputsOf(i), Shapes[i])).Sum();

    /// <summary>Numbers that all parts give.</summary>
    public long Activations => Parts.Select((p, i) => p.Operation.Activations(InputsOf(i), Shapes[i])).Sum();

    /// <exception cref="ShapeException">A part cannot work on what it is given.</exception>
    public static BlockPlan Of(IReadOnlyList<TensorShape> inputs, IReadOnlyList<Part> parts)
    {
        var (shapes, weights, starts) = (new List<TensorShape>(), new List<IReadOnlyList<WeightSpec>>(), new List<int>());
        var count = 0;
        foreach (var part in parts)
        {
            IReadOnlyList<TensorShape> own = [.. part.Inputs.Select(p => p < 0 ? inputs[~p] : shapes[p])];
            shapes.Add(part.Operation.Infer(own));
            weights.Add(part.Operation.Weights(own));
            starts.Add(count);
            count += weights[^1].Count;
        }
        return new(inputs, parts, shapes, weights, starts);
    }

    /// <summary>The shapes that a part takes.</summary>
    public IReadOnlyList<TensorShape> InputsOf(int part) => [.. Parts[part].Inputs.Select(p => p < 0 ? Inputs[~p] : Shapes[p])];

    /// <summary>The part's share of what belongs to all weights.</summary>
    public IReadOnlyList<T> Share<T>(IReadOnlyList<T> all, int part)
    {
        var share = new T[Weights[part].Count];
        for (var i = 0; i < share.Length; i++) share[i] = all[Starts[part] + i];
        return share;
    }
}
