using System.Net;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AutoMLStudio.Web.Tests.Api;

[Collection(StudioCollection.Name)]
public sealed class ModelTests(StudioFixture studio)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Folder => studio.Services.GetRequiredService<IOptions<StudioOptions>>().Value.FullFolder;

    [Fact]
    public async Task A_model_whose_file_is_lost_is_made_anew_one_without_a_checkpoint_is_a_told_fault_and_both_go_with_the_study()
    {
        var id = await studio.Client.CreateAsync("""
            name: a small network
            dataset: moons
            evaluator: { type: network, epochs: 1, width: 4, layers: 1 }
            space: { learning_rate: { type: float, low: 0.001, high: 0.01 } }
            sampler: random
            budget: { trials: 1 }
            """);
        await studio.UntilAsync(id, StudyState.Completed);
        using (var first = await ModelAsync(id)) first.StatusCode.ShouldBe(HttpStatusCode.OK);
        var file = await FileAsync(id);

        File.Delete(file);
        using (var again = await ModelAsync(id)) again.StatusCode.ShouldBe(HttpStatusCode.OK);
        File.Exists(file).ShouldBeTrue();

        File.Delete(file);
        var trials = Path.Combine(Folder, "studies", $"{id:D6}");
        foreach (var checkpoint in Directory.GetFiles(trials, "checkpoint.bin", SearchOption.AllDirectories)) File.Delete(checkpoint);
        using (var gone = await ModelAsync(id))
        {
            gone.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            JsonNode.Parse(await gone.Content.ReadAsStringAsync(Token))!["detail"]!.GetValue<string>().ShouldContain("its checkpoint is gone");
        }

        await File.WriteAllTextAsync(file, "a model", Token);
        (await studio.Client.DeleteAsync($"/api/v1/studies/{id}", Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        File.Exists(file).ShouldBeFalse();
        Directory.Exists(Path.Combine(Folder, "studies", $"{id:D6}")).ShouldBeFalse();
    }

    private Task<HttpResponseMessage> ModelAsync(long id) => studio.Client.GetAsync($"/api/v1/studies/{id}/model.onnx", Token);

    private async Task<string> FileAsync(long id)
    {
        await using var context = studio.Database.NewContext();
        var hash = (await context.Artifacts.FirstAsync(a => a.StudyId == id, Token)).Sha256;
        return Path.Combine(Folder, "blobs", hash[..2], hash[2..]);
    }
}
