using System.Text.Json.Nodes;
using AutoMLStudio.Web.Components.Shared;

namespace AutoMLStudio.Web.Components.Forms;

/// <summary>Edits of a search space in its JSON form. The order of parameters means something and is kept.</summary>
internal static class SpaceEdits
{
    private const string Float = "float";
    private const string Int = "int";

    /// <summary>Adds a parameter at the end, named <c>x1</c>, <c>x2</c>, … where no name is given.</summary>
    public static void Add(JsonObject space, string? name = null, JsonObject? entry = null)
    {
        name ??= Enumerable.Range(1, space.Count + 1).Select(k => $"x{k}").First(n => !space.ContainsKey(n));
        space[name] = entry ?? new JsonObject { ["type"] = Float, ["low"] = 0, ["high"] = 1 };
    }

    /// <summary>Gives a parameter another name, in the conditions of the others too; false when another one has it.</summary>
    public static bool Rename(JsonObject space, string from, string to)
    {
        if (to == from) return true;
        if (to.Length == 0 || space.ContainsKey(to)) return false;
        Replace(space, from, to);
        foreach (var (_, other) in space)
            if ((other as JsonObject)?["when"] is JsonObject when && when.ContainsKey(from)) Replace(when, from, to);
        return true;
    }

    /// <summary>Moves a parameter by so many places.</summary>
    public static void Move(JsonObject space, string name, int places)
    {
        var (at, entry) = (space.IndexOf(name), space[name]);
        space.RemoveAt(at);
        space.Insert(Math.Clamp(at + places, 0, space.Count), name, entry);
    }

    /// <summary>
    /// Makes a parameter one of another type. What the new type has no use for is dropped; what it must have is given a value that is likely to be
    /// edited.
    /// </summary>
    public static void Retype(JsonObject entry, string? type, string? architectures)
    {
        var before = OptionText.Of(entry["type"]);
        var list = entry["choices"] ?? entry["values"];
        string[] kept = type is Float or Int && before is Float or Int ? ["low", "high", "log", "when"] : ["when"];
        foreach (var key in entry.Select(p => p.Key).Where(k => !kept.Contains(k)).ToList()) entry.Remove(key);
        entry.Insert(0, "type", type);
        if (type is Float or Int && entry["low"] is null) (entry["low"], entry["high"]) = (0, type == Int ? 10 : 1);
        if (type is "categorical") entry["choices"] = list?.DeepClone() ?? new JsonArray("a", "b");
        if (type is "ordinal") entry["values"] = list?.DeepClone() ?? new JsonArray(1, 2, 4);
        if (type is "architecture") entry["space"] = architectures;
    }

    /// <summary>Another set of architectures: the options of the one before mean nothing to it.</summary>
    public static void Respace(JsonObject entry, string? space)
    {
        foreach (var key in entry.Select(p => p.Key).Where(k => k is not ("type" or "when")).ToList()) entry.Remove(key);
        if (!string.IsNullOrEmpty(space)) entry["space"] = space;
    }

    /// <summary>A parameter on one line: <c>float, 0.001 to 1, log, when optimizer = sgd</c>.</summary>
    public static string Describe(JsonNode? node)
    {
        if (node is not JsonObject entry) return OptionText.Of(node);
        var domain = (entry["choices"] ?? entry["values"]) is { } choices ? OptionText.Of(choices)
            : entry["low"] is null ? OptionText.Of(entry["space"]) : $"{OptionText.Of(entry["low"])} – {OptionText.Of(entry["high"])}";
        var scale = entry["log"] is null ? "" : ", log";
        return $"{OptionText.Of(entry["type"])}, {domain}{scale}{(entry["when"] is { } when ? $", when {WhenText.Of(when)}" : "")}";
    }

    /// <summary>The range of a parameter, as short as a table needs it.</summary>
    public static string Describe(Core.Spaces.Parameter parameter)
    {
        var entry = parameter.ToJson();
        var choices = entry["choices"] ?? entry["values"];
        var range = choices is not null ? OptionText.Of(choices) : entry["low"] is null ? OptionText.Of(entry["space"])
            : $"{OptionText.Of(entry["low"])} – {OptionText.Of(entry["high"])}";
        return entry["log"] is null ? range : range + " log";
    }

    private static void Replace(JsonObject json, string from, string to)
    {
        var (at, value) = (json.IndexOf(from), json[from]);
        json.RemoveAt(at);
        json.Insert(at, to, value);
    }
}
