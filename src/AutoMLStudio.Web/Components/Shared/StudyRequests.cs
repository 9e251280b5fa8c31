using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace AutoMLStudio.Web.Components.Shared;

/// <summary>What a person may ask of a study in each state, in the order of the buttons.</summary>
internal static class StudyRequests
{
    private static readonly IStringLocalizer T = Texts.Localizer;

    /// <summary>The requests that make sense now; the first is the main one.</summary>
    public static IReadOnlyList<StudyRequest> For(StudyState state) => state switch
    {
        StudyState.Created => [StudyRequest.Start],
        StudyState.Queued or StudyState.Running => [StudyRequest.Pause, StudyRequest.Stop, StudyRequest.Cancel],
        StudyState.Paused or StudyState.Stopped or StudyState.Failed => [StudyRequest.Resume],
        _ => [],
    };

    /// <summary>What stands on the button.</summary>
    public static string Name(StudyRequest request) => request switch
    {
        StudyRequest.Start => T["Start"],
        StudyRequest.Pause => T["Pause"],
        StudyRequest.Resume => T["Resume"],
        StudyRequest.Stop => T["Stop"],
        _ => T["Cancel"],
    };

    /// <summary>What pressing it does.</summary>
    public static string Explanation(StudyRequest request) => request switch
    {
        StudyRequest.Start => T["Evaluate trials until the budget is spent."],
        StudyRequest.Pause => T["Halt now; running trials keep their checkpoints."],
        StudyRequest.Resume => T["Go on where it was halted; nothing finished is done again."],
        StudyRequest.Stop => T["Let running trials finish, start no more."],
        _ => T["End at once; running trials are cancelled."],
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
