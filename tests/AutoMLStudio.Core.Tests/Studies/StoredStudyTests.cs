using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Studies;

public sealed class StoredStudyTests
{
    private static readonly Catalog Catalog = new(CoreCatalog.Methods);

    [Fact]
    public void A_stored_study_with_an_option_of_an_earlier_version_can_be_read_and_a_new_one_cannot()
    {
        JsonNode Json() => JsonNode.Parse(
            """{"name": "old", "evaluator": {"type": "function", "function": "branin"}, "sampler": {"type": "random", "deduplicate": true}, "budget": {"trials": 3}}""")!;
        StudyReader.Reread(Json(), Catalog).Sampler.Method.Key.ShouldBe("random");
        Should.Throw<StudyFileException>(() => StudyReader.Read(Json(), Catalog)).Message.ShouldContain("sampler.deduplicate");
    }

    [Fact]
    public void A_stored_study_with_a_method_that_is_gone_says_so() =>
        Should.Throw<StudyFileException>(() => StudyReader.Reread(
            JsonNode.Parse("""{"name": "old", "evaluator": {"type": "function", "function": "branin"}, "sampler": "gone", "budget": {"trials": 3}}"""),
            Catalog)).Message.ShouldContain("gone");
}
