using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace AutoMLStudio.Web.Components.Forms;

/// <summary>What the choice of a method shares, however it is shown: the part of the study that names it and holds its options.</summary>
public abstract class MethodEditor : ComponentBase
{
    private JsonObject _json = [];

    /// <summary>Which entries of the catalogue there are to choose from.</summary>
    [Parameter, EditorRequired] public MethodKind Kind { get; set; }

    /// <summary>Heading.</summary>
    [Parameter, EditorRequired] public required string Title { get; set; }

    /// <summary>The key used while the study names none; null when it must.</summary>
    [Parameter] public string? Standard { get; set; }

    /// <summary>Told the key of another method before it takes its place.</summary>
    [Parameter] public Action<string?>? Choosing { get; set; }

    /// <summary>The study.</summary>
    [Parameter, EditorRequired] public StudyDraft Draft { get; set; } = null!;

    /// <summary>It was edited.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    /// <summary>The faults of the study.</summary>
    [CascadingParameter] public FaultBook Faults { get; set; } = FaultBook.Empty;

    /// <summary>Every method there is.</summary>
    [Inject] protected Catalog Catalog { get; set; } = null!;

    /// <summary>Key of the part in a study file.</summary>
    protected string Key => OptionsSchema.SnakeCase(Kind.ToString());

    /// <summary>Identity of the field.</summary>
    protected string Anchor => FaultBook.Anchor(Key);

    /// <summary>Type and options.</summary>
    protected JsonObject Json => _json;

    /// <summary>The method chosen; null for none.</summary>
    protected Method? Method => Catalog.Find(Kind, OptionText.Of(_json["type"]) is { Length: > 0 } given ? given : Standard ?? "");

    /// <summary>What is wrong with the choice itself.</summary>
    protected IReadOnlyList<string> Messages => [.. Faults.Of(Key), .. Faults.Of($"{Key}.type")];

    /// <inheritdoc/>
    // A section the study does not have is edited on an object of its own, which joins the study with the first edit.
    protected override void OnParametersSet() => _json = Draft.Json[Key] switch
    {
        JsonObject part => part,
        JsonValue => Draft.Part(Key),
        _ => _json.Parent is null ? _json : [],
    };

    /// <summary>Another method was chosen: its options are the defaults.</summary>
    protected Task Choose(string? key)
    {
        Choosing?.Invoke(key);
        _json = new() { ["type"] = key };
        return PutAsync();
    }

    /// <summary>Something was edited.</summary>
    protected Task PutAsync()
    {
        if (_json["type"] is null && Standard is not null) _json.Insert(0, "type", Standard);
        if (!ReferenceEquals(Draft.Json[Key], _json)) Draft.Json[Key] = _json;
        return Changed.InvokeAsync();
    }
}
