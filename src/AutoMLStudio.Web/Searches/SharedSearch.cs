using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Supernets;

namespace AutoMLStudio.Web.Searches;

/// <summary>How much a study that searches by shared weights does of its own accord: it ends when that is done.</summary>
/// <param name="Searches">Searches.</param>
/// <param name="Epochs">Epochs of each.</param>
/// <param name="Finals">Architectures of each that are trained from scratch.</param>
internal sealed record SharedSearch(int Searches, int Epochs, int Finals)
{
    /// <summary>All trials: searches and trainings.</summary>
    public int Trials => Searches * (1 + Finals);

    /// <summary>What a study does; null where its sampler does not share weights.</summary>
    public static SharedSearch? Of(StudyDefinition study) =>
        study.Sampler.Options is SupernetOptions options ? new(options.Searches, options.Epochs, options.Finals) : null;

    /// <summary>Epochs in all, when a training from scratch takes so many.</summary>
    public double Steps(double training) => Searches * (Epochs + Finals * training);
}
