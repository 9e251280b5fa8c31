using System.Text.Json.Nodes;

namespace AutoMLStudio.Core.Spaces;

/// <summary>A real number between two bounds, both included.</summary>
/// <param name="Name">Name in configurations.</param>
/// <param name="Low">Smallest value; above zero when <paramref name="Log"/>.</param>
/// <param name="High">Largest value; above <paramref name="Low"/>.</param>
/// <param name="Log">Uniform on the logarithm.</param>
/// <param name="Step">Only values <c>Low + k·Step</c> when given; not together with <paramref name="Log"/>.</param>
public sealed record FloatParameter(string Name, double Low, double High, bool Log = false, double? Step = null) : Parameter(Name)
{
    /// <inheritdoc/>
    public override long? Cardinality => Step is { } step ? (long)Math.Floor((High - Low) / step * (1 + 1e-12)) + 1 : null;

    /// <inheritdoc/>
    public override string Domain => $"a number from {Low:R} to {High:R}" + (Step is { } step ? $" in steps of {step:R}" : "");

    private double LogSpan => Math.Log(High) - Math.Log(Low);

    /// <inheritdoc/>
    public override bool Contains(ParameterValue value)
    {
        if (value.Kind != ValueKind.Number || !(value.Number >= Low && value.Number <= High)) return false;
        if (Step is not { } step) return true;
        var k = (value.Number - Low) / step;
        return Math.Abs(k - Math.Round(k)) < 1e-6;
    }

    /// <inheritdoc/>
    public override ParameterValue FromUnit(double unit)
    {
        if (Cardinality is { } count) return At(UnitInterval.Cell(unit, count));
        if (unit is <= 0 or >= 1) return unit <= 0 ? Low : High;
        var value = Log ? Math.Exp(Math.Log(Low) + unit * LogSpan) : Low + unit * (High - Low);
        return Math.Clamp(value, Low, High);
    }

    /// <inheritdoc/>
    public override double ToUnit(ParameterValue value)
    {
        if (Cardinality is { } count) return UnitInterval.Middle((long)Math.Round((value.Number - Low) / Step!.Value), count);
        return Math.Clamp(Log ? (Math.Log(value.Number) - Math.Log(Low)) / LogSpan : (value.Number - Low) / (High - Low), 0, 1);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterValue> Grid(int points) => Cardinality is { } count && count <= points
        ? [.. Enumerable.Range(0, (int)count).Select(k => At(k))]
        : [.. Enumerable.Range(0, points).Select(k => FromUnit(points == 1 ? 0.5 : (double)k / (points - 1))).Distinct()];

    /// <inheritdoc/>
    public override JsonObject ToJson()
    {
        var json = new JsonObject { ["type"] = "float", ["low"] = Low, ["high"] = High };
        if (Log) json["log"] = true;
        if (Step is { } step) json["step"] = step;
        return json;
    }

    // In decimal where that has room, so that 0.1 in steps of 0.1 gives 0.3 and not 0.30000000000000004.
    private ParameterValue At(long k)
    {
        var (step, largest) = (Step!.Value, Math.Max(Math.Abs(Low), Math.Abs(High)));
        if (k == 0) return Low;
        return Math.Clamp(largest < 1e15 && step > 1e-12 * largest ? (double)((decimal)Low + k * (decimal)step) : Low + k * step, Low, High);
    }
}

/// <summary>Cells of the unit interval, for discrete parameters.</summary>
internal static class UnitInterval
{
    /// <summary>Index of the cell that <paramref name="unit"/> lies in, of <paramref name="count"/> equal ones.</summary>
    public static long Cell(double unit, long count) => Math.Clamp((long)Math.Floor(unit * count), 0, count - 1);

    /// <summary>Middle of a cell.</summary>
    public static double Middle(long index, long count) => (index + 0.5) / count;
}
