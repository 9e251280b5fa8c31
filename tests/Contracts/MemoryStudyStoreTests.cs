using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

public sealed class MemoryStudyStoreTests : StudyStoreContract
{
    private readonly MemoryStudyStore _store = new();
    private long _studies;

    protected override Task<(IStudyStore Store, long StudyId)> NewStudyAsync() => Task.FromResult<(IStudyStore, long)>((_store, ++_studies));
}
