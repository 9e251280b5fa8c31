using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Contracts;

/// <summary>
/// Whole logs of seeded studies, kept in <c>tests/Golden</c>: a change of them is a change of what people get from their seeds, and shows as one in
/// review. Written anew when the environment variable <c>STUDIO_GOLDEN</c> is <c>write</c>.
/// </summary>
public sealed class GoldenStudies
{
    /// <summary>
    /// Digits and trials of a method outside Core: its linear algebra may round differently on another processor, and what is learned from it carries
    /// on.
    /// </summary>
    private const int ModelDigits = 3;
    private const int ModelTrials = 15;

    public static IEnumerable<TheoryDataRow<string>> Samplers => Methods.Samplers.Select(s => new TheoryDataRow<string>(s));

    [Theory]
    [MemberData(nameof(Samplers))]
    public async Task A_sampler_does_what_it_did(string sampler)
    {
        var isModel = Methods.Catalog.Find(Core.MethodKind.Sampler, sampler)!.InstanceType.Assembly != typeof(ISampler).Assembly;
        var study = isModel ? Function("branin", "", sampler, ModelTrials) : Runs.Study("conditional", sampler, trials: 30);
        IEvaluator evaluator = isModel ? new FunctionEvaluator(new(), study.Context()) : new Bowl(study.Space);
        await Compare($"sampler-{sampler}.txt", await Runs.RunAsync(study, evaluator), isModel ? ModelDigits : 12);
    }

    public static IEnumerable<TheoryDataRow<string>> Schedulers =>
        Methods.Schedulers.Where(s => s != "full").Select(s => new TheoryDataRow<string>(s));

    [Theory]
    [MemberData(nameof(Schedulers))]
    public async Task A_scheduler_does_what_it_did(string scheduler)
    {
        var study = Function("counting_ones", ", \"dimension\": 8, \"budget\": 27", "random", 30, scheduler);
        await Compare($"scheduler-{scheduler}.txt", await Runs.RunAsync(study, study.Evaluator.Make<IEvaluator>(study.Context())), 12);
    }

    private static StudyDefinition Function(string function, string options, string sampler, int trials, string scheduler = "full") =>
        StudyReader.Read(
            JsonNode.Parse($$"""
                {"name": "golden", "evaluator": {"type": "function", "function": "{{function}}"{{options}}},
                 "sampler": {{Methods.Choice(sampler)}}, "scheduler": {{Methods.Choice(scheduler)}}, "budget": {"trials": {{trials}}}, "seed": 7}
                """),
            Methods.Catalog);

    private static async Task Compare(string name, IReadOnlyList<StudyEvent> events, int digits)
    {
        var text = new StringBuilder();
        foreach (var studyEvent in events)
            text.Append(Rounded(JsonSerializer.SerializeToNode(studyEvent, StudyJson.Options), digits)!.ToJsonString()).Append('\n');
        var path = Path.Combine(Repository.Root, "tests", "Golden", name);
        if (Environment.GetEnvironmentVariable("STUDIO_GOLDEN") == "write")
            await File.WriteAllTextAsync(path, text.ToString(), TestContext.Current.CancellationToken);
        File.Exists(path).ShouldBeTrue($"{path} is missing: run once with STUDIO_GOLDEN=write");
        text.ToString().ShouldBe(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    private static JsonNode? Rounded(JsonNode? node, int digits) => node switch
    {
        JsonObject entries => new JsonObject(entries.Where(e => e.Key is not ("at" or "seconds"))
            .Select(e => new KeyValuePair<string, JsonNode?>(e.Key, Rounded(e.Value, digits)))),
        JsonArray list => new JsonArray([.. list.Select(n => Rounded(n, digits))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number =>
            JsonNode.Parse(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString($"G{digits}", CultureInfo.InvariantCulture)),
        _ => node?.DeepClone(),
    };
}
