using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Web.Hosting;

namespace AutoMLStudio.Web.Security;

/// <summary>
/// What a study may ask of the machine. Its own user may run any program and read any file by naming it in a study, as on a terminal. A studio that
/// others reach (<c>Studio:AllowRemote</c>) does not lend them the machine: no commands, and datasets by name alone, unless <c>Studio:TrustRemote</c>
/// says that they may.
/// </summary>
internal static class RemoteUse
{
    /// <summary>
    /// The faults of a study from somebody who is not trusted with the machine. Asked before the study is read, so that its other faults do not tell
    /// which
    /// files there are.
    /// </summary>
    /// <param name="study">The study file.</param>
    /// <param name="options">What the studio allows.</param>
    /// <param name="isKept">True when its dataset is one that the studio keeps under a name.</param>
    public static IEnumerable<Fault> Faults(JsonNode study, StudioOptions options, bool isKept = false)
    {
        if (!options.AllowRemote || options.TrustRemote || study is not JsonObject fields) yield break;
        var evaluator = fields["evaluator"] is JsonObject given ? given["type"] : fields["evaluator"];
        if (Text(evaluator) == "command")
            yield return new(
                "evaluator.type",
                "'command' is not accepted: this studio is open to other machines and runs no commands for them; Studio:TrustRemote changes that.");
        var names = DatasetCatalog.BuiltIn.Select(b => b.Name).ToList();
        if (Text(fields["dataset"]) is { } dataset && !isKept && !names.Contains(dataset))
        {
            yield return new(
                "dataset",
                $"'{dataset}' is not accepted: this studio is open to other machines and reads no files for them; one of {string.Join(", ", names)} "
                + "or the name of an uploaded dataset is expected; Studio:TrustRemote changes that.");
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
