using AutoMLStudio.Web.Searches;
using Microsoft.AspNetCore.Mvc;

namespace AutoMLStudio.Web.Api;

/// <summary>The searches by shared weights of a study.</summary>
internal static class SearchEndpoints
{
    /// <summary>Maps the endpoints below a study.</summary>
    public static void MapSearchApi(this IEndpointRouteBuilder studies)
    {
        studies.MapGet("/{id:long}/searches", ListAsync).Produces<SearchList>()
            .WithSummary("The trials that search by shared weights, what each would give now, and how that does when trained from scratch.");
        studies.MapGet("/{id:long}/searches/{trial:int}", FindAsync).Produces<SearchView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One search: its places and candidates, and weights, metrics and best architecture after each epoch but the first ?after=.");
    }

    private static async Task<IResult> ListAsync(long id, SearchQueries queries, CancellationToken cancellationToken)
    {
        var list = await queries.ListAsync(id, cancellationToken) ?? throw Require.Missing(id);
        return new TaggedJson<SearchList>($"searches {id} {list.Sequence}", list);
    }

    private static async Task<IResult> FindAsync(
        long id, int trial, SearchQueries queries, CancellationToken cancellationToken, [FromQuery] int after = 0)
    {
        Require.That(after >= 0, "after", after, "an integer of at least 0");
        var search = await queries.FindAsync(id, trial, after, cancellationToken) ?? throw Require.Missing(id);
        return new TaggedJson<SearchView>($"search {id} {trial} {after} {search.Total} {search.State} {search.Budget}", search);
    }
}
