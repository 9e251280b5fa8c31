using AutoMLStudio.Contracts;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage.Studies;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Storage.Tests.Studies;

public sealed class StudyStoreContractTests(DatabaseFixture fixture) : StudyStoreContract, IClassFixture<DatabaseFixture>
{
    protected override async Task<(IStudyStore Store, long StudyId)> NewStudyAsync() =>
        (new StudyStore(fixture.Database.Source), await StudyKit.AddStudyAsync(fixture.Database));

    protected override IStudyStore Another(IStudyStore store) => new StudyStore(fixture.Database.Source);
}
