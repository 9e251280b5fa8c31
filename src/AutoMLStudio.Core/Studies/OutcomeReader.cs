using System.Text.Json.Nodes;
using AutoMLStudio.Core.Options;

namespace AutoMLStudio.Core.Studies;

/// <summary>Reads <c>outcomes</c> of a study file: bounds on metrics, such as <c>[{ metric: latency_ms, at_most: 5 }]</c>.</summary>
internal sealed class OutcomeReader(List<Fault> faults)
{
    private const string Expected = "an object such as { metric: latency_ms, at_most: 5 } is expected";

    /// <summary>The constraints, in the order of the file.</summary>
    public IReadOnlyList<OutcomeConstraint> Read(JsonNode? node)
    {
        if (node is null) return [];
        var outcomes = new List<OutcomeConstraint>();
        var entries = node is JsonArray list ? list.ToList() : [node];
        for (var i = 0; i < entries.Count; i++)
        {
            var path = node is JsonArray ? $"outcomes[{i}]" : "outcomes";
            if (entries[i] is not JsonObject entry) faults.Add(new(path, $"{OptionsReader.Show(entries[i])} is not accepted: {Expected}."));
            else if (One(entry, path) is { } outcome && Fits(outcome, outcomes, path)) outcomes.Add(outcome);
        }
        return outcomes;
    }

    private OutcomeConstraint? One(JsonObject entry, string path)
    {
        var before = faults.Count;
        var fields = new Fields(entry, path, faults);
        var metric = fields.Text("metric", required: true);
        var (most, least) = (fields.Number("at_most", required: false), fields.Number("at_least", required: false));
        fields.NothingElse();
        if (metric is not null && string.IsNullOrWhiteSpace(metric))
            fields.Fail<string>("metric", "It is empty: the name of a metric such as latency_ms is expected.");
        if (faults.Count > before) return null;
        if (most is null == least is null)
        {
            faults.Add(new(path, $"{OptionsReader.Show(entry)} is not accepted: either at_most or at_least is expected, with a number"
                + $"{(most is null ? "" : "; a range takes two entries")}."));
            return null;
        }
        return new(metric!, most is null ? OutcomeSide.AtLeast : OutcomeSide.AtMost, (most ?? least)!.Value);
    }

    private bool Fits(OutcomeConstraint outcome, List<OutcomeConstraint> others, string path)
    {
        var other = others.Find(o => o.Metric == outcome.Metric && (o.Side == outcome.Side || o.Excess(outcome.Bound) > 0));
        if (other is null) return true;
        faults.Add(new(path, other.Side == outcome.Side
            ? $"{outcome} is not accepted: {other} is asked for already; one bound on each side of a metric is expected."
            : $"{outcome} is not accepted together with {other}: no value keeps both."));
        return false;
    }
}
