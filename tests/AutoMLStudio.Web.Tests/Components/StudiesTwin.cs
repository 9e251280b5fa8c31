using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Tests.Components;

/// <summary>Studies in memory: what pages read is set by the test, what they ask for is written down. Files are checked for real.</summary>
internal sealed class StudiesTwin(Catalog catalog) : IStudyQueries, IStudyCommands
{
    public List<StudySummary> Studies { get; } = [];

    public List<TrialView> Trials { get; } = [];

    public bool HasSurrogate { get; set; } = true;

    public string? Refusal { get; set; }

    public List<TrialQuery> TrialQueries { get; } = [];

    public List<(long Id, StudyRequest Request)> Requests { get; } = [];

    public List<(string Text, bool Start)> Created { get; } = [];

    public List<long> Deleted { get; } = [];

    public List<StudyListQuery> ListQueries { get; } = [];

    public List<(long Id, StudyEdit Edit)> Edits { get; } = [];

    public Exception? Broken { get; set; }

    public string? FilterFault { get; set; }

    public JsonObject? Sampler { get; set; }

    public int Reads { get; private set; }

    public Task<IReadOnlyList<StudySummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        Reads++;
        return Task.FromResult<IReadOnlyList<StudySummary>>([.. Studies]);
    }

    public Task<StudyList> SearchAsync(StudyListQuery query, CancellationToken cancellationToken = default)
    {
        Reads++;
        ListQueries.Add(query);
        return Broken is null ? Task.FromResult(StudyList.Of(Studies, query)) : Task.FromException<StudyList>(Broken);
    }

    public Task<StudyDetail?> FindAsync(long id, CancellationToken cancellationToken = default)
    {
        var json = new JsonObject { ["name"] = "from the file", ["evaluator"] = new JsonObject { ["type"] = "function" } };
        if (Sampler is not null) json["sampler"] = Sampler.DeepClone();
        ParameterView[] parameters = [new("x", "float", 0, 1, false, null), new("kind", "categorical", null, null, false, ["a", "b"])];
        var summary = Studies.Find(s => s.Id == id);
        return Task.FromResult(summary is null ? null : new StudyDetail(summary, json, StudyText.ToYaml(json), parameters, HasSurrogate));
    }

    public Task<TrialPage> TrialsAsync(long id, TrialQuery query, CancellationToken cancellationToken = default)
    {
        TrialQueries.Add(query);
        if (FilterFault is not null) throw new StudyFileException([new("filter", FilterFault)]);
        return Task.FromResult(new TrialPage([.. Trials.Skip(query.Skip).Take(query.Take)], Trials.Count));
    }

    public Task<StudySummary?> SummaryAsync(long id, CancellationToken cancellationToken = default) =>
        Task.FromResult(Studies.Find(s => s.Id == id));

    public Task<StudyCheck> CheckAsync(string text, CancellationToken cancellationToken = default)
    {
        JsonNode? json = null;
        try
        {
            json = StudyText.Parse(text);
            var canonical = StudyReader.Read(json, catalog).Json;
            return Task.FromResult(new StudyCheck([], json as JsonObject, canonical, StudyText.ToYaml(canonical)));
        }
        catch (StudyFileException exception)
        {
            var written = json as JsonObject;
            return Task.FromResult(new StudyCheck(exception.Faults, written, null, written is null ? null : StudyText.ToYaml(written)));
        }
    }

    public async Task<long> CreateAsync(string text, bool start, CancellationToken cancellationToken = default)
    {
        var check = await CheckAsync(text, cancellationToken);
        if (check.Faults.Count > 0) throw new StudyFileException(check.Faults);
        Created.Add((text, start));
        return Created.Count;
    }

    public Task RequestAsync(long id, StudyRequest request, CancellationToken cancellationToken = default)
    {
        if (Refusal is not null) throw new StudyRequestException(Refusal);
        Requests.Add((id, request));
        return Task.CompletedTask;
    }

    public Task EditAsync(long id, StudyEdit edit, CancellationToken cancellationToken = default)
    {
        Edits.Add((id, edit.Checked()));
        return Task.CompletedTask;
    }

    public Task<long> CloneAsync(long id, string? name, bool start, CancellationToken cancellationToken = default) =>
        Task.FromResult(id + 100);

    public Task DeleteAsync(long id, CancellationToken cancellationToken = default)
    {
        Deleted.Add(id);
        Studies.RemoveAll(s => s.Id == id);
        return Task.CompletedTask;
    }
}
