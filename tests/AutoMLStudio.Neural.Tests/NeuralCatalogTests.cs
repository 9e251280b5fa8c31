using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural.Tests;

public class NeuralCatalogTests
{
    [Fact]
    public void The_options_of_every_method_are_a_form_with_titles()
    {
        foreach (var method in NeuralCatalog.Methods)
        {
            var fields = OptionsSchema.Of(method.OptionsType);
            fields.Count.ShouldBeGreaterThan(1);
            fields.ShouldAllBe(f => f.Title.Length > 0 && f.Description.Length > 0);
            fields.Select(f => f.Key).ShouldBeUnique();
        }
        OptionsSchema.Of(typeof(NetworkOptions)).Single(f => f.Key == "optimizer").Choices.ShouldBe(["sgd", "adam", "adamw"]);
    }

    [Theory]
    [InlineData("""{ "kind": "mlp", "max_depth": 3, "activations": ["leaky_relu"], "skips": "never" }""")]
    [InlineData("""{ "kind": "cnn", "min_depth": 2, "widths": [4, 8], "kernels": [1, 7] }""")]
    public void A_chain_space_comes_back_from_its_study_file(string json)
    {
        var faults = new List<Fault>();
        ChainSpace Read(JsonObject options) => new((ChainOptions)OptionsReader.Read(typeof(ChainOptions), options, "space.net", faults));
        var space = Read(JsonNode.Parse(json)!.AsObject());
        Read(space.ToJson()).ToJson().ToJsonString().ShouldBe(space.ToJson().ToJsonString());
        faults.ShouldBeEmpty();
    }

    [Fact]
    public void The_evaluator_says_what_a_study_may_leave_out()
    {
        var options = new NetworkOptions { Epochs = 27 };
        options.MaximumBudget.ShouldBe(27);
        options.DefaultObjective.ShouldBe(new Objective("validation_accuracy", Direction.Maximize));
        options.Faults("glyphs").ShouldBeEmpty();
        var method = NeuralCatalog.Methods.Single(m => m.Kind == MethodKind.Evaluator);
        typeof(IModelExporter).IsAssignableFrom(method.InstanceType).ShouldBeTrue();
        method.Make(options, new MethodContext(options.DefaultSpace!, [options.DefaultObjective!], 27, 1, "glyphs"))
            .ShouldBeOfType<NetworkEvaluator>();
    }
}
