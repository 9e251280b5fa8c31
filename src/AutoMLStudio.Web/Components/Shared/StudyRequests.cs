using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;
using MudBlazor;

namespace AutoMLStudio.Web.Components.Shared;

/// <summary>What a person may ask of a study in each state, in the order of the buttons.</summary>
internal static class StudyRequests
{
    /// <summary>The requests that make sense now; the first is the main one.</summary>
    public static IReadOnlyList<StudyRequest> For(StudyState state) => state switch
    {
        StudyState.Created => [StudyRequest.Start],
        StudyState.Queued or StudyState.Running => [StudyRequest.Pause, StudyRequest.Stop, StudyRequest.Cancel],
        StudyState.Paused or StudyState.Stopped or StudyState.Failed => [StudyRequest.Resume],
        _ => [],
    };

    /// <summary>What pressing it does.</summary>
    public static string Explanation(StudyRequest request) => request switch
    {
        StudyRequest.Start => "Evaluate trials until the budget is spent.",
        StudyRequest.Pause => "Halt now; running trials keep their checkpoints.",
        StudyRequest.Resume => "Go on where it was halted; nothing finished is done again.",
        StudyRequest.Stop => "Let running trials finish, start no more.",
        _ => "End at once; running trials are cancelled.",
    };

    /// <summary>Icon on the button.</summary>
    public static string Icon(StudyRequest request) => request switch
    {
        StudyRequest.Start or StudyRequest.Resume => Icons.Material.Outlined.PlayArrow,
        StudyRequest.Pause => Icons.Material.Outlined.Pause,
        StudyRequest.Stop => Icons.Material.Outlined.Stop,
        _ => Icons.Material.Outlined.Close,
    };
}
