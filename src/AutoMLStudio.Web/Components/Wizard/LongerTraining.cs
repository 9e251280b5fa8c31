using System.Text.Json.Nodes;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Components.Wizard;

/// <summary>The study that trains one network of another study anew and longer: the same data and space, one trial, more epochs.</summary>
internal static class LongerTraining
{
    /// <summary>How many times the epochs.</summary>
    private const double Factor = 5;

    /// <summary>The study file; what is tried in it is put into its queue.</summary>
    /// <param name="study">The study that the network was found in.</param>
    /// <param name="trial">The trial that trained it.</param>
    public static string File(StudyDetail study, int trial)
    {
        var file = (JsonObject)study.Definition.DeepClone();
        foreach (var part in new[] { "scheduler", "max_budget", "warm_start", "constraints", "queue" }) file.Remove(part);
        file["name"] = $"{study.Summary.Name} trial {trial} longer";
        file["sampler"] = new JsonObject { ["type"] = "random" };
        file["budget"] = new JsonObject { ["trials"] = 1 };
        file["parallelism"] = 1;
        if (file["evaluator"] is JsonObject evaluator && double.TryParse(OptionText.Of(evaluator["epochs"]), out var epochs))
            evaluator["epochs"] = (int)(Factor * epochs);
        return StudyText.ToYaml(file);
    }
}
