using System.Text.Json.Nodes;

namespace AutoMLStudio.Core.Spaces;

/// <summary>An integer between two bounds, both included.</summary>
/// <param name="Name">Name in configurations.</param>
/// <param name="Low">Smallest value; at least 1 when <paramref name="Log"/>.</param>
/// <param name="High">Largest value; not below <paramref name="Low"/>.</param>
/// <param name="Log">Uniform on the logarithm: each value weighs the log of the interval that rounds to it.</param>
/// <param name="Step">Only values <c>Low + k·Step</c>; 1 by default, and 1 when <paramref name="Log"/>.</param>
public sealed record IntParameter(string Name, long Low, long High, bool Log = false, long Step = 1) : Parameter(Name)
{
    /// <inheritdoc/>
    public override long? Cardinality => (High - Low) / Step + 1;

    /// <inheritdoc/>
    public override string Domain => $"an integer from {Low} to {High}" + (Step > 1 ? $" in steps of {Step}" : "");

    private double LogLow => Math.Log(Low - 0.5);

    private double LogSpan => Math.Log(High + 0.5) - LogLow;

    /// <inheritdoc/>
    public override bool Contains(ParameterValue value) => value.Kind == ValueKind.Number && double.IsInteger(value.Number)
        && value.Number >= Low && value.Number <= High && ((long)value.Number - Low) % Step == 0;

    /// <inheritdoc/>
    public override ParameterValue FromUnit(double unit) => Log
        ? Math.Clamp(Math.Round(Math.Exp(LogLow + unit * LogSpan)), Low, High)
        : (double)(Low + Step * UnitInterval.Cell(unit, Cardinality!.Value));

    /// <inheritdoc/>
    public override double ToUnit(ParameterValue value) => Log
        ? Math.Clamp((Math.Log(value.Number) - LogLow) / LogSpan, 0, 1)
        : UnitInterval.Middle(((long)value.Number - Low) / Step, Cardinality!.Value);

    /// <inheritdoc/>
    public override (double Low, double High) CellOf(double unit)
    {
        if (!Log) return base.CellOf(unit);
        var value = FromUnit(unit).Number;
        return ((Math.Log(value - 0.5) - LogLow) / LogSpan, (Math.Log(value + 0.5) - LogLow) / LogSpan);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterValue> Grid(int points) => Cardinality <= points
        ? [.. Enumerable.Range(0, (int)Cardinality.Value).Select(k => (ParameterValue)(double)(Low + k * Step))]
        : [.. Enumerable.Range(0, points).Select(k => FromUnit(points == 1 ? 0.5 : (double)k / (points - 1))).Distinct()];

    /// <inheritdoc/>
    public override JsonObject ToJson()
    {
        var json = new JsonObject { ["type"] = "int", ["low"] = Low, ["high"] = High };
        if (Log) json["log"] = true;
        if (Step != 1) json["step"] = Step;
        return json;
    }
}
