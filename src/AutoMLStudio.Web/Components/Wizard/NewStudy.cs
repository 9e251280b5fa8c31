using System.Text.Json.Nodes;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Components.Wizard;

/// <summary>The study that the page begins with: it could be started as it is.</summary>
internal static class NewStudy
{
    /// <summary>A quick look at a dataset, the studio's own where none is named.</summary>
    public static string File(string? dataset, IReadOnlyList<DatasetChoice> known)
    {
        var study = new JsonObject { ["name"] = "" };
        StudyShape.Edit(study, () => StudyShape.Put(study, StudySource.Dataset));
        if (dataset is not null)
        {
            var choice = known.FirstOrDefault(d => d.Name == dataset) ?? DatasetChoice.OfFile(dataset);
            StudyShape.Edit(study, () => StudyShape.PutDataset(study, choice, before: null));
        }
        Effort.All[0].Put(study);
        return StudyText.ToYaml(study);
    }
}
