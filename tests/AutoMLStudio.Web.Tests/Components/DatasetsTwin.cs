using AutoMLStudio.Web.Datasets;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Tests.Components;

/// <summary>Datasets in memory, as page tests put them there.</summary>
public sealed class DatasetsTwin : IDatasets
{
    /// <summary>The datasets in the order of lists.</summary>
    public List<DatasetDetail> All { get; } = [];

    public Task<IReadOnlyList<DatasetSummary>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<DatasetSummary>>([.. All.Select(d => d.Summary)]);

    public Task<DatasetDetail?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        Task.FromResult(All.Find(d => d.Summary.Name == name));

    public Task RenameAsync(string name, string newName, CancellationToken cancellationToken = default)
    {
        var index = Unused(name);
        All[index] = All[index] with { Summary = All[index].Summary with { Name = newName } };
        return Task.CompletedTask;
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        All.RemoveAt(Unused(name));
        return Task.CompletedTask;
    }

    private int Unused(string name)
    {
        var index = All.FindIndex(d => d.Summary.Name == name);
        if (index < 0) throw new StudyRequestException($"There is no dataset '{name}'.", isMissing: true);
        return All[index].Summary.UsedBy.Count == 0 ? index
            : throw new StudyRequestException($"The dataset '{name}' is used by {All[index].Summary.UsedBy[0].Name}.");
    }
}
