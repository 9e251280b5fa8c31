using Microsoft.AspNetCore.Components;

namespace AutoMLStudio.Web.Components.Forms;

/// <summary>What every field of the form shares: the path in the study file that faults name, a label, a help text.</summary>
public abstract class FieldBase : ComponentBase
{
    /// <summary>Path in the study file, for example <c>budget.trials</c>.</summary>
    [Parameter, EditorRequired] public required string Path { get; set; }

    /// <summary>Its name for the person.</summary>
    [Parameter, EditorRequired] public required string Label { get; set; }

    /// <summary>What it does.</summary>
    [Parameter] public string? Help { get; set; }

    /// <summary>Further classes.</summary>
    [Parameter] public string? Class { get; set; }

    /// <summary>True where the field has no room: its faults are told beside it, on an element of identity <c>…-fault</c>.</summary>
    [Parameter] public bool Quiet { get; set; }

    /// <summary>The faults of the study.</summary>
    [CascadingParameter] public FaultBook Faults { get; set; } = FaultBook.Empty;

    /// <summary>Identity of the input.</summary>
    protected string Id => FaultBook.Anchor(Path);

    /// <summary>What is wrong with it.</summary>
    protected IReadOnlyList<string> Messages => [.. Faults.Of(Path)];

    /// <summary>What explains it to assistive technology.</summary>
    protected string? DescribedBy => (Messages.Count > 0, !string.IsNullOrEmpty(Help)) switch
    {
        (true, true) => $"{Id}-fault {Id}-help",
        (true, false) => $"{Id}-fault",
        (false, true) => $"{Id}-help",
        _ => null,
    };
}
