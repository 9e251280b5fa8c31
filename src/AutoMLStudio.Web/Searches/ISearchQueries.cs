namespace AutoMLStudio.Web.Searches;

/// <summary>Reads searches by shared weights. The second implementation is the test twin of the page tests.</summary>
public interface ISearchQueries
{
    /// <summary>The searches of a study with what they found; null when there is no such study.</summary>
    Task<SearchList?> ListAsync(long studyId, CancellationToken cancellationToken = default);
}
