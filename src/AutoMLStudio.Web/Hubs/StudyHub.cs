using AutoMLStudio.Web.Security;
using AutoMLStudio.Web.Studies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace AutoMLStudio.Web.Hubs;

/// <summary>Tells clients that a study has come to a sequence number; what is new they fetch over HTTP.</summary>
[Authorize(Policies.Use)]
public sealed class StudyHub : Hub
{
    /// <summary>Where clients connect.</summary>
    public const string Path = "/hubs/studies";

    /// <summary>Name of the message: <c>changed(studyId, sequence)</c>.</summary>
    public const string Changed = "changed";

    /// <summary>Follow one study.</summary>
    public Task Watch(long studyId) => Groups.AddToGroupAsync(Context.ConnectionId, Group(studyId), Context.ConnectionAborted);

    /// <summary>Follow it no more.</summary>
    public Task Unwatch(long studyId) => Groups.RemoveFromGroupAsync(Context.ConnectionId, Group(studyId), Context.ConnectionAborted);

    internal static string Group(long studyId) => $"study-{studyId}";
}

/// <summary>Carries the feed to the hub's groups.</summary>
public sealed class StudyHubRelay(StudyFeed feed, IHubContext<StudyHub> hub) : IHostedService, IDisposable
{
    private IDisposable? _subscription;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = feed.Subscribe(null, c => hub.Clients.Group(StudyHub.Group(c.StudyId)).SendAsync(StudyHub.Changed, c.StudyId, c.Sequence));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();
}
