using AutoMLStudio.Neural.Models;
using AutoMLStudio.Web.Components.Models;
using AutoMLStudio.Web.Components.Pages;
using AutoMLStudio.Web.Models;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class ModelPageTests : PageTest
{
    private readonly ModelsTwin _models = new();

    public ModelPageTests()
    {
        Services.AddSingleton<IModelQueries>(_models);
        _models.Evaluation = new("test", 200, ClassificationScores.Of([0.9f, 0.1f, 0.2f, 0.8f], [0, 0], ["cat", "dog"]), null);
    }

    private static ModelView Pictures { get; } = new()
    {
        StudyId = 1,
        Study = "pets",
        Trial = 7,
        BestTrial = 7,
        Metric = "validation_accuracy",
        Value = 0.9321,
        Epochs = 12,
        Dataset = "glyphs",
        Size = 250_000,
        Sha256 = new string('a', 64),
        Parameters = 61_706,
        MultiplyAdds = 416_520,
        CheckDifference = 3.6e-7,
        InputName = "input",
        OutputName = "probabilities",
        InputShape = [1, 16, 20],
        Classes = ["cat", "the \"dog\""],
        Columns = [],
        Fields = [],
    };

    private static ModelView Rows { get; } = Pictures with
    {
        InputShape = [4],
        Classes = [],
        OutputName = "value",
        Columns = ["size", "colour=blue", "colour=red", "age"],
        Fields =
        [
            new("size", 0, [], true, 1, 4, "2", null, null),
            new("colour", 1, ["blue", "red"], false, null, null, "red", null, null),
            new("age", 3, [], false, 10, 50, "25.5", 5, null),
        ],
    };

    [Fact]
    public void The_model_is_told_in_figures()
    {
        _models.Model = Pictures;
        var page = Open();
        page.Find("h1").TextContent.ShouldBe("Model of trial 7");
        var figures = page.Find(".model-figures").TextContent;
        foreach (var text in new[] { "244 kB", "61.7 k", "417 k", "42 µs", "± 1.2 %", "passed", "3.6e−7" }) figures.ShouldContain(text);
        page.Find("a[download]").GetAttribute("href").ShouldBe("api/v1/studies/1/model.onnx?trial=7");
        page.Find(".page-head .tag").TextContent.ShouldBe("best trial");
    }

    [Fact]
    public void Another_than_the_best_trial_leads_to_the_best()
    {
        _models.Model = Pictures with { BestTrial = 9 };
        Navigation.NavigateTo("/studies/1/model?trial=7");
        var page = Open();
        _models.Asked.ShouldBe([7]);
        page.Find(".page-head a[href='studies/1/model']").TextContent.ShouldContain("trial 9");
    }

    [Fact]
    public void Without_a_model_the_page_says_why() => Open().Find("[role=alert]").TextContent.ShouldBe("Study 1 has no completed trial yet.");

    [Fact]
    public void Times_that_vary_too_much_give_no_figure_and_can_be_measured_again()
    {
        _models.Model = Pictures;
        _models.Latency = new(null, 0.21, 3000, 5);
        var page = Open();
        page.Find(".latency dd").TextContent.ShouldContain("no steady figure (± 21 %)");
        _models.Latency = new(1530, 0.02, 3000, 1);
        page.Find(".latency button").Click();
        _models.MeasuredAgain.ShouldBe(1);
        page.WaitForAssertion(() => page.Find(".latency dd").TextContent.ShouldContain("1.53 ms"));
    }

    [Fact]
    public void Scores_are_told_a_class()
    {
        _models.Model = Pictures;
        var page = Open();
        page.Find(".score-facts dd").TextContent.ShouldBe("50.0 %");
        page.FindAll(".per-class tbody tr").Select(r => r.TextContent).ShouldBe(["cat2100.0 %50.0 %0.667", "dog00.0 %–0"]);
    }

    [Fact]
    public void Scores_without_their_dataset_say_what_is_missing_and_the_rest_stays()
    {
        _models.Model = Pictures;
        _models.Evaluation = null;
        var page = Open();
        page.Find(".scores .notice").TextContent.ShouldBe("There is no dataset 'gone'.");
        page.FindAll(".network-host").Count.ShouldBe(1);
    }

    [Fact]
    public void A_row_is_filled_in_by_the_columns_that_a_person_knows()
    {
        _models.Model = Rows;
        _models.Evaluation = new("validation", 4, null, RegressionScores.Of([2, 2, 7, 7], [1, 3, 5, 7]));
        var page = Open();
        page.FindAll(".try-row [data-field]").Select(f => f.GetAttribute("data-field")).ShouldBe(["size", "colour", "age"]);
        page.Find("[data-field=size]").GetAttribute("value").ShouldBe("2");
        page.FindAll(".try-row .help").Select(h => h.TextContent).ShouldBe(["1 to 4", "10 to 50, or empty"]);
        page.FindAll("[data-field=colour] option").Select(o => o.TextContent).ShouldBe(["blue", "red"]);
        page.Find(".score-facts").TextContent.ShouldContain("R²0.7");
        page.Find(".scores .card-head p").TextContent.ShouldContain("validation");
    }

    [Fact]
    public void The_language_of_the_code_stands_in_the_address()
    {
        _models.Model = Pictures;
        Navigation.NavigateTo("/studies/1/model?code=javascript");
        var page = Open();
        page.Find(".code-panel [aria-current=page]").TextContent.ShouldBe("JavaScript");
        page.Find(".program").TextContent.ShouldContain("onnxruntime-node");
    }

    [Theory]
    [InlineData("python", "session.run([\"probabilities\"], {\"input\": x})", ".resize((20, 16))", "CLASSES = [\"cat\", \"the \\\"dog\\\"\"]")]
    [InlineData("csharp", "CreateFromTensor(\"input\", x)", "[1, 1, 16, 20]", "string[] classes = [\"cat\", \"the \\\"dog\\\"\"];")]
    [InlineData("javascript", "{ \"input\": x }", "[1, 1, 16, 20]", "const classes = [\"cat\", \"the \\\"dog\\\"\"];")]
    public void Programs_name_input_shape_and_classes(string language, string call, string shape, string classes)
    {
        var code = CodeSamples.Of(Pictures).Single(s => s.Key == language).Code;
        foreach (var text in new[] { call, shape, classes, "study-1-trial-7.onnx", "255" }) code.ShouldContain(text);
    }

    [Fact]
    public void Programs_for_rows_give_every_encoded_column_a_value()
    {
        var python = CodeSamples.Of(Rows)[0].Code;
        foreach (var text in new[] { "\"size\": 2,", "\"colour=blue\": 0,", "\"colour=red\": 1,", "\"age\": 25.5,", "[\"value\"]", "COLUMNS = [" })
            python.ShouldContain(text);
        python.ShouldNotContain("CLASSES");
        python.ShouldNotContain("PIL");
    }

    [Fact]
    public void The_diagram_of_the_best_trial_is_told_when_the_study_goes_on()
    {
        var module = JSInterop.SetupModule("./js/network/diagram.js");
        var drawn = module.SetupModule("create", _ => true);
        drawn.Mode = JSRuntimeMode.Loose;
        var component = Render<StudyNetwork>(p => p.Add(n => n.StudyId, 3).Add(n => n.Sequence, 5));
        System.Text.Json.JsonSerializer.Serialize(module.VerifyInvoke("create").Arguments[1]).ShouldContain("api/v1/studies/3/network");
        component.Render(p => p.Add(n => n.Sequence, 6));
        drawn.VerifyInvoke("update");
        component.Find("a").GetAttribute("href").ShouldBe("studies/3/model");
    }

    private IRenderedComponent<ModelPage> Open()
    {
        if (!Navigation.Uri.Contains("/studies/", StringComparison.Ordinal)) Navigation.NavigateTo("/studies/1/model");
        return Render<ModelPage>(p => p.Add(m => m.Id, 1));
    }
}
