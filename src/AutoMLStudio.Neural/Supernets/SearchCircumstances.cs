using AutoMLStudio.Core;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural.Supernets;

/// <summary>What a search is made in.</summary>
/// <param name="Data">What it searches on.</param>
/// <param name="Training">How the networks found are trained: dropout and label smoothing hold for the search too.</param>
/// <param name="Context">The study.</param>
/// <param name="Trial">Number of the search's trial.</param>
internal sealed record SearchCircumstances(TrainingData Data, NetworkOptions Training, MethodContext Context, int Trial);
