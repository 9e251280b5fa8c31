using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;

namespace AutoMLStudio.Web.Studies;

/// <summary>What a person changes about a study that has nothing to do with its search; null leaves it as it is.</summary>
/// <param name="Name">Name, 1 to 100 printable characters; the definition's name goes with it.</param>
/// <param name="Tags">What it is sorted under: at most 20 tags of at most 40 characters, without commas; kept in lower case and in order.</param>
/// <param name="Notes">Notes in Markdown, at most 100,000 characters.</param>
/// <param name="Archived">True puts it out of sight.</param>
public sealed record StudyEdit(string? Name = null, IReadOnlyList<string>? Tags = null, string? Notes = null, bool? Archived = null)
{
    /// <summary>Most tags of a study.</summary>
    public const int MaximumTags = 20;

    /// <summary>Longest tag, in characters.</summary>
    public const int MaximumTagLength = 40;

    /// <summary>Longest notes, in characters.</summary>
    public const int MaximumNotesLength = 100_000;

    /// <summary>Reads a JSON object with the fields <c>name</c>, <c>tags</c>, <c>notes</c> and <c>archived</c>, all of them optional.</summary>
    /// <exception cref="StudyFileException">It has other fields or values of other kinds; every fault is in it.</exception>
    public static StudyEdit Of(JsonNode? json)
    {
        if (json is not JsonObject fields) throw new StudyFileException([new("", "An object with name, tags, notes or archived is expected.")]);
        var faults = new List<Fault>();
        var edit = new StudyEdit();
        foreach (var (field, value) in fields)
        {
            switch (field)
            {
                case "name" when value is JsonValue text && text.TryGetValue<string>(out var name):
                    edit = edit with { Name = name };
                    break;
                case "notes" when value is JsonValue text && text.TryGetValue<string>(out var notes):
                    edit = edit with { Notes = notes };
                    break;
                case "archived" when value is JsonValue flag && flag.TryGetValue<bool>(out var archived):
                    edit = edit with { Archived = archived };
                    break;
                case "tags" when value is JsonArray tags && tags.All(t => t is JsonValue v && v.TryGetValue<string>(out _)):
                    edit = edit with { Tags = [.. tags.Select(t => t!.GetValue<string>())] };
                    break;
                default:
                    faults.Add(new(field, Expected(field, value)));
                    break;
            }
        }
        return faults.Count == 0 ? edit : throw new StudyFileException(faults);
    }

    /// <summary>The same with what is left over at the ends cut off, ready to be written.</summary>
    /// <exception cref="StudyFileException">Something in it is not accepted; every fault is in it.</exception>
    public StudyEdit Checked()
    {
        var edit = this with { Name = Name?.Trim(), Tags = Tags is null ? null : Tidy(Tags) };
        var faults = new List<Fault>();
        if (edit.Name is not null && StudyReader.NameFault(edit.Name) is { } fault) faults.Add(new("name", fault));
        if (edit.Tags?.Count > MaximumTags) faults.Add(new("tags", $"{edit.Tags.Count} tags are not accepted: at most {MaximumTags} are."));
        foreach (var tag in edit.Tags?.Where(t => t.Length > MaximumTagLength || t.Contains(',') || t.Any(char.IsControl)) ?? [])
            faults.Add(new("tags", $"'{tag}' is not accepted: 1 to {MaximumTagLength} printable characters without a comma are expected."));
        if (Notes?.Length > MaximumNotesLength)
            faults.Add(new("notes", $"{Notes.Length:N0} characters are not accepted: at most {MaximumNotesLength:N0} are."));
        // PostgreSQL's texts cannot hold U+0000.
        return faults.Count == 0 ? edit with { Notes = Notes?.Replace('\0', '\uFFFD') } : throw new StudyFileException(faults);
    }

    /// <summary>Writes what is checked into the row of the study.</summary>
    internal void Apply(StudyRow row)
    {
        if (Name is not null && Name != row.Name)
        {
            row.Name = Name;
            row.Definition = Renamed(row.Definition, Name);
        }
        if (Tags is not null) row.Tags = [.. Tags];
        if (Notes is not null) row.Notes = Notes;
        if (Archived is { } archived) row.Archived = archived;
    }

    /// <summary>A study file under another name.</summary>
    internal static string Renamed(string definition, string name)
    {
        var json = JsonNode.Parse(definition)!;
        json["name"] = name;
        return json.ToJsonString();
    }

    private static List<string> Tidy(IReadOnlyList<string> tags) =>
        [.. tags.Select(t => t.Trim().ToLowerInvariant()).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string Expected(string field, JsonNode? value) => field switch
    {
        "name" or "notes" => $"{value?.ToJsonString() ?? "null"} is not accepted: a text is expected.",
        "archived" => $"{value?.ToJsonString() ?? "null"} is not accepted: true or false is expected.",
        "tags" => $"{value?.ToJsonString() ?? "null"} is not accepted: a list of texts is expected.",
        _ => $"'{field}' cannot be changed: name, tags, notes and archived can.",
    };
}
