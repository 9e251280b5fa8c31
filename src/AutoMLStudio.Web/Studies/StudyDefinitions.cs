using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;

namespace AutoMLStudio.Web.Studies;

/// <summary>Definitions of stored studies, read once: nothing but the name of a stored definition ever changes.</summary>
public sealed class StudyDefinitions(Catalog catalog)
{
    private readonly ConcurrentDictionary<long, StudyDefinition> _byId = new();

    /// <summary>The definition of a stored study.</summary>
    /// <exception cref="StudyFileException">A method it names, or an option, does not exist in this version of the studio any more.</exception>
    public StudyDefinition Of(StudyRow row) => _byId.GetOrAdd(row.Id, _ => StudyReader.Reread(JsonNode.Parse(row.Definition), catalog));

    /// <summary>The definition of a study if it has been read already.</summary>
    public StudyDefinition? Find(long id) => _byId.GetValueOrDefault(id);

    /// <summary>Forgets a deleted or renamed study.</summary>
    public void Forget(long id) => _byId.TryRemove(id, out _);
}
