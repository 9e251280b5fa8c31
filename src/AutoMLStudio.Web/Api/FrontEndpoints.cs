using System.Globalization;
using AutoMLStudio.Web.Studies.Columns;
using Microsoft.AspNetCore.Mvc;

namespace AutoMLStudio.Web.Api;

/// <summary>The front of a study of several objectives.</summary>
internal static class FrontEndpoints
{
    /// <summary>Maps the endpoint below a study.</summary>
    public static void MapFrontApi(this IEndpointRouteBuilder studies) => studies.MapGet("/{id:long}/front", FrontAsync)
        .WithSummary("The trials that no other dominates, and the hypervolume after each trial that enlarged it. reference: nadir, worst, or one value "
            + "an objective with commas between them. 204 with one objective.");

    private static async Task<IResult> FrontAsync(
        long id, StudyTables tables, CancellationToken cancellationToken, [FromQuery] string reference = "nadir")
    {
        var known = await tables.LossesAsync(id, cancellationToken) ?? throw Require.Missing(id);
        if (known.Objectives.Count < 2) return TypedResults.NoContent();
        var (rule, given) = Read(reference, known.Objectives.Count);
        return new TaggedJson<StudyFront>(
            $"front-{id}-{reference}-{known.Sequence}", () => Task.Run(() => StudyFront.Of(known, rule, given), cancellationToken));
    }

    private static (ReferenceRule Rule, double[]? Given) Read(string reference, int objectives)
    {
        if (reference == "nadir") return (ReferenceRule.Nadir, null);
        if (reference == "worst") return (ReferenceRule.Worst, null);
        var given = reference.Split(',').Select(Number).ToArray();
        Require.That(
            given.Length == objectives && given.All(double.IsFinite), "reference", reference,
            $"nadir, worst or {objectives} numbers with commas between them");
        return (ReferenceRule.Given, given);
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
