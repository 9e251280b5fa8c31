using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Components.Forms;

/// <summary>
/// The study under definition: the JSON that the form edits and the same as YAML beside it. Whichever side is edited, the file is checked and the
/// other side follows; the side under the person's hands is left alone.
/// </summary>
public sealed class StudyDraft(IStudyCommands commands)
{
    /// <summary>What the form shows and edits: the file as written, defaults left out.</summary>
    public JsonObject Json { get; private set; } = [];

    /// <summary>What the YAML side shows.</summary>
    public string Yaml { get; private set; } = "";

    /// <summary>Faults of the last check.</summary>
    public FaultBook Faults { get; private set; } = FaultBook.Empty;

    /// <summary>The last good form with its defaults filled in; null before there was one.</summary>
    public JsonObject? Canonical { get; private set; }

    /// <summary>True when the YAML side cannot be read, so that the form is behind it.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>What would be created.</summary>
    public string Text => _isYamlNewer ? Yaml : Json.ToJsonString();

    private bool _isYamlNewer;

    /// <summary>The form was edited.</summary>
    public async Task FormEditedAsync(CancellationToken cancellationToken = default)
    {
        (_isYamlNewer, IsUnreadable) = (false, false);
        var text = Json.ToJsonString();
        var check = await commands.CheckAsync(text, cancellationToken);
        Take(check);
        Yaml = check.Yaml ?? text;
    }

    /// <summary>The YAML side was edited, or a file was loaded.</summary>
    public async Task YamlEditedAsync(string yaml, CancellationToken cancellationToken = default)
    {
        (Yaml, _isYamlNewer) = (yaml, true);
        var check = await commands.CheckAsync(yaml, cancellationToken);
        Take(check);
        IsUnreadable = check.Given is null;
        if (check.Given is not null) Json = (JsonObject)check.Given.DeepClone();
    }

    /// <summary>The object at a key, made when it is not there. A short form <c>sampler: gp</c> becomes an object.</summary>
    public JsonObject Part(string key)
    {
        if (Json[key] is JsonObject part) return part;
        part = [];
        if (key is "evaluator" or "sampler" or "scheduler" && Json[key] is JsonValue type) part["type"] = type.DeepClone();
        Json[key] = part;
        return part;
    }

    /// <summary>Sets a value, or takes it out where it is null.</summary>
    public static void Set(JsonObject part, string key, JsonNode? value)
    {
        if (value is null) part.Remove(key);
        else part[key] = value;
    }

    private void Take(StudyCheck check)
    {
        Faults = new(check.Faults);
        Canonical = check.Json ?? Canonical;
    }
}
