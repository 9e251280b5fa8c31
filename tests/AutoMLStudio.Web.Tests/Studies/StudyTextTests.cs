using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;
using FsCheck.Xunit;

namespace AutoMLStudio.Web.Tests.Studies;

public sealed class StudyTextTests
{
    private const string Study = """
        name: digits
        dataset: glyphs
        objective: { metric: validation_accuracy, direction: maximize }
        evaluator: { type: network, network: cnn, epochs: 3 }
        space:
          learning_rate: { type: float, low: 1.0e-4, high: 1.0e-1, log: true }
          optimizer: { type: categorical, choices: [sgd, adam] }
          momentum: { type: float, low: 0, high: 0.99, when: { optimizer: sgd } }
        sampler: { type: gp }
        budget: { trials: 10, time: 30m }
        seed: 7
        """;

    [Fact]
    public void A_study_reads_the_same_from_its_own_yaml_and_json()
    {
        var first = StudyReader.Read(StudyText.Parse(Study), StudioCatalog.All);
        var yaml = StudyText.ToYaml(first.Json);
        var again = StudyReader.Read(StudyText.Parse(yaml), StudioCatalog.All);
        again.Json.ToJsonString().ShouldBe(first.Json.ToJsonString());
        StudyReader.Read(StudyText.Parse(first.Json.ToJsonString()), StudioCatalog.All).Json.ToJsonString().ShouldBe(first.Json.ToJsonString());
        yaml.ShouldContain("  learning_rate: {type: float, low: 0.0001, high: 0.1, log: true}");
    }

    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("true", "true")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("12", "12")]
    [InlineData("'12'", "\"12\"")]
    [InlineData("1e-3", "0.001")]
    [InlineData("~", "null")]
    [InlineData("012", "12")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("0x10", "\"0x10\"")]
    public void Scalars_follow_the_core_schema_of_yaml_1_2(string yaml, string json) =>
        (StudyText.Parse($"x: {yaml}")["x"]?.ToJsonString() ?? "null").ShouldBe(json);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    [InlineData("- ", "")]
    [InlineData("? ", "")]
    public void A_file_of_brackets_alone_is_refused_and_does_not_end_the_process(string open, string close)
    {
        const int Levels = 100_000;
        var text = "x:\n  " + string.Concat(Enumerable.Repeat(open, Levels)) + "1" + string.Concat(Enumerable.Repeat(close, Levels));
        var fault = Should.Throw<StudyFileException>(() => StudyText.Parse(text)).Faults.Single();
        fault.Message.ShouldContain("nested too deeply");
        fault.Message.ShouldContain("at line 2");
    }

    [Property]
    public bool Any_text_survives_yaml(string? text)
    {
        // Lone surrogates are no text that a file in UTF-8 could hold, and YAML has no way to write U+0000.
        if (text is null || text.Any(char.IsSurrogate) || text.Contains('\0', StringComparison.Ordinal)) return true;
        var study = new JsonObject { ["name"] = text, ["list"] = new JsonArray(text, 1.5, true), ["map"] = new JsonObject { ["key"] = text } };
        return JsonNode.DeepEquals(StudyText.Parse(StudyText.ToYaml(study)), JsonNode.Parse(study.ToJsonString()));
    }

    [Fact]
    public void A_list_that_is_not_closed_is_a_fault_and_no_crash() =>
        Should.Throw<StudyFileException>(() => StudyText.Parse("name: x\nspace: {\n  lr: [\nsampler: gp\n"))
            .Message.ShouldContain("malformed at line");
}
