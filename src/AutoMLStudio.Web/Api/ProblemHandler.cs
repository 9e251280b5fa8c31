using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Web.Studies;
using Microsoft.AspNetCore.Diagnostics;

namespace AutoMLStudio.Web.Api;

/// <summary>Turns exceptions into problem details that name the fault; what nobody foresaw is logged and told without its insides.</summary>
public sealed class ProblemHandler(ILogger<ProblemHandler> logger) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested) return true;
        await Problem(exception).ExecuteAsync(httpContext);
        return true;
    }

    private IResult Problem(Exception exception)
    {
        switch (exception)
        {
            case StudyFileException file:
                var errors = file.Faults.GroupBy(f => f.Field, StringComparer.Ordinal)
                    .ToDictionary(g => g.Key, g => g.Select(f => f.Message).ToArray(), StringComparer.Ordinal);
                var detail = string.Join(" ", file.Faults.Select(f => f.ToString()));
                return Results.ValidationProblem(errors, detail, title: "The request has faults.");
            case StudyRequestException request:
                var status = request.IsMissing ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict;
                return Results.Problem(request.Message, statusCode: status);
            case DatasetException dataset:
                return Results.Problem(dataset.Message, statusCode: StatusCodes.Status400BadRequest, title: "The file is no dataset.");
            case StudyModelException model:
                logger.LogError(model, "A model could not be exported.");
                return Results.Problem(model.Message, statusCode: StatusCodes.Status409Conflict);
            case BadHttpRequestException bad:
                return Results.Problem(
                    bad.InnerException is null or System.Text.DecoderFallbackException ? bad.Message : $"{bad.Message} {bad.InnerException.Message}",
                    statusCode: bad.StatusCode);
            default:
                logger.LogError(exception, "A request failed.");
                return Results.Problem(
                    "The studio could not answer the request; its log says why.", statusCode: StatusCodes.Status500InternalServerError);
        }
    }
}
