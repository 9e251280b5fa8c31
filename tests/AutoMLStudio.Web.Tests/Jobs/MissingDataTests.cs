using System.Net;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Web.Tests.Jobs;

[Collection(StudioCollection.Name)]
public sealed class MissingDataTests(StudioFixture studio)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_study_whose_dataset_has_gone_fails_with_the_reason_and_stays_in_the_list()
    {
        var file = Path.Combine(Path.GetTempPath(), $"studio-{Environment.ProcessId}.csv");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 60).Select(i => $"{i},{i % 2}").Prepend("size,label"), Token);
        var id = await studio.Client.CreateAsync(
            $"name: gone\ndataset: {file}\nevaluator: {{ type: network, epochs: 1 }}\nbudget: {{ trials: 1 }}", start: false);
        File.Delete(file);
        (await studio.Client.AskAsync(id, "start")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var ended = await studio.UntilAsync(id, s => s.State is StudyState.Failed or StudyState.Completed);
        var trials = await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials");
        $"{ended.Reason} {trials.ToJsonString()}".ShouldContain(Path.GetFileName(file));
        (await studio.Services.GetRequiredService<IStudyQueries>().ListAsync(Token)).ShouldContain(s => s.Id == id);
    }
}
