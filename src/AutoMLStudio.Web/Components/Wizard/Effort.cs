using System.Text.Json.Nodes;
using AutoMLStudio.Web.Components.Forms;
using AutoMLStudio.Web.Components.Shared;

namespace AutoMLStudio.Web.Components.Wizard;

/// <summary>How much a study may spend, as a person would say it.</summary>
/// <param name="Key">Name of the choice.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Text">What to expect of it.</param>
/// <param name="Trials">Trials at most.</param>
/// <param name="Time">Time at most, as a study file has it.</param>
/// <param name="Epochs">Epochs of a full training: powers of Hyperband's η = 3, so that brackets come out even [Li2018] (§3).</param>
internal sealed record Effort(string Key, string Title, string Text, int Trials, string Time, int Epochs)
{
    /// <summary>The choices, the shortest first.</summary>
    public static IReadOnlyList<Effort> All { get; } =
    [
        new("quick", Texts.Of("A quick look"), Texts.Of("About 2 minutes: enough to see whether it works."), 30, "2m", 9),
        new("good", Texts.Of("A good result"), Texts.Of("About 30 minutes: most of what there is to gain."), 100, "30m", 27),
        new("overnight", Texts.Of("Overnight"), Texts.Of("8 hours: the last few tenths, in a large space."), 1000, "8h", 81),
    ];

    /// <summary>Which one a study has; null for another budget.</summary>
    public static Effort? Of(JsonObject study) => All.FirstOrDefault(e => e.Is(study));

    /// <summary>Makes it the study's. Other limits are lifted.</summary>
    public void Put(JsonObject study)
    {
        study["budget"] = new JsonObject { ["trials"] = Trials, ["time"] = Time };
        if (StudyShape.SourceOf(study) == StudySource.Dataset) StudyDraft.Part(study, "evaluator")["epochs"] = Epochs;
    }

    private bool Is(JsonObject study)
    {
        if (study["budget"] is not JsonObject { Count: 2 } budget) return false;
        if (OptionText.Of(budget["trials"]) != $"{Trials}" || OptionText.Of(budget["time"]) != Time) return false;
        return StudyShape.SourceOf(study) != StudySource.Dataset
            || OptionText.Of((study["evaluator"] as JsonObject)?["epochs"]) == $"{Epochs}";
    }
}
