using System.Globalization;
using AutoMLStudio.Web.Hosting;
using Microsoft.Extensions.Options;

namespace AutoMLStudio.Web.Studies;

/// <summary>Where studies keep checkpoints and logs: paths are made here and from numbers alone.</summary>
public sealed class StudyFolders(IOptions<StudioOptions> options)
{
    /// <summary>The folder of a study's trials; created by who writes there.</summary>
    public string Of(long studyId) => Path.Combine(options.Value.FullFolder, "studies", studyId.ToString("D6", CultureInfo.InvariantCulture));

    /// <summary>Removes all that a study has kept.</summary>
    public void Delete(long studyId)
    {
        if (Directory.Exists(Of(studyId))) Directory.Delete(Of(studyId), recursive: true);
    }
}
