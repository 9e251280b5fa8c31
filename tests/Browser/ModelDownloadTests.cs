using AutoMLStudio.Datasets;
using AutoMLStudio.Tests.Support;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

[Collection(StudioCollection.Name)]
public sealed class ModelDownloadTests(ChromiumFixture chromium, StudioFixture studio)
{
    [Fact]
    public async Task The_best_network_is_downloaded_and_reads_glyphs_in_onnx_runtime()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        await window.GoAsync("/studies/new?example=glyphs");
        await page.Locator("#yaml").FillAsync("""
            name: glyphs in the browser
            dataset: glyphs
            evaluator: { type: network, network: cnn, epochs: 2 }
            sampler: random
            budget: { trials: 2 }
            seed: 7
            """);
        await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("glyphs in the browser");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create and start" }).ClickAsync();
        await window.UntilStateAsync("completed", seconds: 240);

        var link = page.GetByRole(AriaRole.Link, new() { Name = "Download ONNX" });
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        download.SuggestedFilename.ShouldEndWith(".onnx");
        var accuracy = await AccuracyAsync(await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
        accuracy.ShouldBeGreaterThan(0.5);
        window.Faults.ShouldBeEmpty();
    }

    /// <summary>Share of 200 glyphs that the file reads aright; guessing gives a tenth.</summary>
    private static async Task<double> AccuracyAsync(byte[] onnx)
    {
        const int count = 200;
        var dataset = await DatasetCatalog.LoadAsync("glyphs", cancellationToken: TestContext.Current.CancellationToken);
        using var session = new InferenceSession(onnx);
        var input = new DenseTensor<float>(dataset.Features[..(count * dataset.FeatureCount)].ToArray(), [count, .. dataset.Shape]);
        using var outputs = session.Run([NamedOnnxValue.CreateFromTensor(session.InputMetadata.Keys.Single(), input)]);
        var scores = outputs[0].AsTensor<float>();
        var classes = Enumerable.Range(0, dataset.ClassNames.Count);
        return Enumerable.Range(0, count).Count(i => classes.MaxBy(c => scores[i, c]) == (int)dataset.Targets.Span[i]) / (double)count;
    }
}
