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
    /// <summary>The faults of a study from somebody who is not trusted with the machine.</summary>
    public static IEnumerable<Fault> Faults(StudyDefinition definition, StudioOptions options)
    {
        if (!options.AllowRemote || options.TrustRemote) yield break;
        if (definition.Evaluator.Method.Key == "command")
            yield return new(
                "evaluator.type",
                "'command' is not accepted: this studio is open to other machines and runs no commands for them; Studio:TrustRemote changes that.");
        var names = DatasetCatalog.BuiltIn.Select(b => b.Name).ToList();
        if (definition.Dataset is { } dataset && !names.Contains(dataset))
        {
            yield return new(
                "dataset",
                $"'{dataset}' is not accepted: this studio is open to other machines and reads no files for them; one of {string.Join(", ", names)} "
                + "is expected; Studio:TrustRemote changes that.");
        }
    }
}
