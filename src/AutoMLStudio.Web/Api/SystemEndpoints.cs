using AutoMLStudio.Web.Operations;
using AutoMLStudio.Web.Security;
using AutoMLStudio.Web.Studies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AutoMLStudio.Web.Api;

/// <summary>The state of the installation, for who looks after it.</summary>
internal static class SystemEndpoints
{
    /// <summary>Maps <c>/api/v1/system</c>.</summary>
    public static void MapSystemApi(this IEndpointRouteBuilder app)
    {
        var system = app.MapGroup("/api/v1/system").RequireAuthorization(Policies.Administer).WithTags("System");
        system.MapGet("", (SystemQueries queries, CancellationToken ct) => queries.LookAsync(ct))
            .WithSummary("Machine, versions, database, files, servers of jobs, queues and running jobs.");
        system.MapPost("/servers/{id}/drain", (string id, Drains drains) => Set(id, drained: true, drains))
            .WithSummary("Let a server finish what it does and take nothing new.").ProducesProblem(StatusCodes.Status404NotFound);
        system.MapPost("/servers/{id}/undrain", (string id, Drains drains) => Set(id, drained: false, drains))
            .WithSummary("Let a drained server take jobs again.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static NoContent Set(string id, bool drained, Drains drains)
    {
        try
        {
            drains.Set(id, drained);
            return TypedResults.NoContent();
        }
        catch (KeyNotFoundException exception)
        {
            throw new StudyRequestException(exception.Message, isMissing: true);
        }
    }
}
