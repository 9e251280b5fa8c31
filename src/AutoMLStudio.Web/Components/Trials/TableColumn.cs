using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.Localization;
using ParameterView = AutoMLStudio.Web.Studies.ParameterView;

namespace AutoMLStudio.Web.Components.Trials;

/// <summary>A column of the table of trials.</summary>
/// <param name="Key">What sorts by it, and names it where the layout is kept: <c>value</c>, <c>config.x</c>, <c>metrics.loss</c>.</param>
/// <param name="Title">Its heading.</param>
/// <param name="IsNumeric">True for figures, which stand on the right.</param>
/// <param name="Text">A cell.</param>
public sealed record TableColumn(string Key, string Title, bool IsNumeric, Func<TrialView, string> Text)
{
    /// <summary>The states of trials are drawn, not written.</summary>
    public const string State = "state";

    /// <summary>The text of a reason is long and may wrap.</summary>
    public const string Reason = "reason";

    /// <summary>Where imported trials come from.</summary>
    public const string Imported = "imported";

    private const int MostShown = 12;

    /// <summary>True when its heading is a name from the study, which no language translates.</summary>
    public bool IsGiven => Key == "value" || Key.Contains('.', StringComparison.Ordinal);

    private static readonly IStringLocalizer T = Texts.Localizer;

    /// <summary>Every column that there is, in the usual order.</summary>
    public static IReadOnlyList<TableColumn> All(StudySummary study, IEnumerable<ParameterView> parameters, IEnumerable<string> metrics) =>
    [
        new("number", "#", true, t => t.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new("value", study.Metric, true, t => Wording.Number(t.Value, 6)),
        .. study.Objectives.Skip(1).Select(o => Metric(o.Metric, isObjective: true)),
        .. study.Outcomes.Select(o => o.Metric).Distinct().Except(study.Objectives.Select(o => o.Metric).Append(study.Metric))
            .Select(m => Metric(m, isObjective: true)),
        new(State, T["State"], false, t => Wording.State(t.State.ToString())),
        new("seconds", T["Time"], true, t => Wording.Duration(TimeSpan.FromSeconds(t.Seconds))),
        new("budget", T["Budget"], true, t => $"{Wording.Number(t.Step)} / {Wording.Number(t.Budget)}"),
        .. parameters.Select(p => new TableColumn($"config.{p.Name}", p.Name, p.Choices is null && p.Type != "architecture", t => Setting(t.Config[p.Name]))),
        .. metrics.Except(study.Objectives.Select(o => o.Metric).Append(study.Metric)).Except(study.Outcomes.Select(o => o.Metric)).Select(m => Metric(m, isObjective: false)),
        .. study.Outcomes.Count > 0 ? [new("violation", T["Violation"], true, t => Wording.Number(t.Violation))] : (TableColumn[])[],
        new("attempt", T["Attempt"], true, t => t.Attempt.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new(Reason, T["Reason"], false, t => Reasons.Of(t.Reason) ?? ""),
        new(Imported, T["Imported from"], false, t => t.Imported ?? ""),
    ];

    /// <summary>True when it is what the study optimises or constrains.</summary>
    public bool IsObjective { get; init; }

    private static TableColumn Metric(string name, bool isObjective) =>
        new($"metrics.{name}", name, true, t => t.Metrics.TryGetValue(name, out var value) ? Wording.Number(value, isObjective ? 6 : 4) : "")
        {
            IsObjective = isObjective,
        };

    /// <summary>The columns that are shown when nobody chose: of the metrics the objectives alone, and of many parameters the first.</summary>
    public static IReadOnlyList<string> Usual(IReadOnlyList<TableColumn> all, bool hasBudgets, bool hasImported)
    {
        var parameters = all.Where(c => c.Key.StartsWith("config.", StringComparison.Ordinal)).Take(MostShown);
        var other = all.Where(c => c.Key is "number" or "value" or State or "seconds" or Reason || c.IsObjective || (c.Key == "budget" && hasBudgets)
            || (c.Key == Imported && hasImported));
        return [.. all.Where(c => other.Contains(c) || parameters.Contains(c)).Select(c => c.Key)];
    }

    /// <summary>A value of a configuration.</summary>
    public static string Setting(JsonNode? value) => value switch
    {
        null => "",
        JsonObject architecture => architecture["genotype"]?.ToString() ?? "",
        JsonValue scalar when scalar.TryGetValue<double>(out var number) => Wording.Number(number),
        _ => value.ToString(),
    };
}
