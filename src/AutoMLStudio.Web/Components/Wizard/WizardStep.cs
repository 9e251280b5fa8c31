using AutoMLStudio.Web.Components.Forms;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace AutoMLStudio.Web.Components.Wizard;

/// <summary>What every step of the wizard shares.</summary>
public abstract class WizardStep : ComponentBase
{
    /// <summary>The titles of the steps, in order.</summary>
    public static IReadOnlyList<string> Titles { get; } =
        [Texts.Of("What do you have?"), Texts.Of("What should be found?"), Texts.Of("How much effort?"), Texts.Of("How to search?")];

    /// <summary>The study.</summary>
    [Parameter, EditorRequired] public StudyDraft Draft { get; set; } = null!;

    /// <summary>It was edited.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    /// <summary>The datasets there are.</summary>
    [CascadingParameter] internal IReadOnlyList<DatasetChoice> Datasets { get; set; } = DatasetChoice.BuiltIn;

    /// <summary>The dataset of the study.</summary>
    internal DatasetChoice Dataset => Shared.OptionText.Of(Draft.Json["dataset"]) is { Length: > 0 } name
        ? Datasets.FirstOrDefault(d => d.Name == name) ?? DatasetChoice.OfFile(name) : Datasets[0];

    /// <summary>Changes the study; its name follows.</summary>
    protected Task EditAsync(Action change)
    {
        StudyShape.Edit(Draft.Json, change);
        return Changed.InvokeAsync();
    }
}
