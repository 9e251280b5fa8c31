using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Forms;
using AutoMLStudio.Web.Components.Pages;
using AutoMLStudio.Web.Studies;
using Bunit;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class NewStudyPageTests() : PageTest(WithNovelty())
{
    public static TheoryData<string, string> Choices =>
        new(StudioCatalog.All.Methods.Where(m => m.Kind is not (MethodKind.ArchitectureSpace or MethodKind.StoppingRule))
            .Select(m => (OptionsSchema.SnakeCase(m.Kind.ToString()), m.Key)));

    [Theory]
    [MemberData(nameof(Choices))]
    public void Every_method_of_the_catalogue_has_its_form(string kind, string key)
    {
        var page = Open();
        page.Find($"#field-{kind}").Change(key);
        var method = Catalog.Methods.Single(m => OptionsSchema.SnakeCase(m.Kind.ToString()) == kind && m.Key == key);
        foreach (var option in OptionsSchema.Of(method.OptionsType))
            page.FindAll($"#{FaultBook.Anchor($"{kind}.{option.Key}")}").Count.ShouldBe(1, option.Key);
        page.Find($"#field-{kind}-about").TextContent.ShouldStartWith(method.Summary);
    }

    [Fact]
    public void Objectives_are_added_changed_and_removed()
    {
        var page = Open();
        page.FindAll(".objectives .objective").ShouldHaveSingleItem();
        page.Find(".objectives > button").Click();
        page.WaitForAssertion(() => page.FindAll(".objectives .objective").Count.ShouldBe(2));
        page.Find("#field-objective-1--metric").GetAttribute("aria-invalid").ShouldBe("true");
        page.Find("#field-evaluator-noise").Change("1");
        page.Find("#field-objective-1--metric").Change("exact");
        page.Find("#field-objective-1--direction").Change("maximize");
        Created(page)["objective"]!.ToJsonString().ShouldBe(
            """[{"metric":"value","direction":"minimize"},{"metric":"exact","direction":"maximize"}]""");
        page.Find("[aria-label='Remove objective 1']").Click();
        page.WaitForAssertion(() => page.FindAll(".objectives .objective").ShouldHaveSingleItem());
        Created(page)["objective"]!.ToJsonString().ShouldBe("""{"metric":"exact","direction":"maximize"}""");
    }

    [Fact]
    public void Constraints_on_outcomes_are_added_changed_and_removed()
    {
        var page = Open();
        page.FindAll(".outcome").ShouldBeEmpty();
        page.Find("#field-evaluator-function").Change("branin");
        page.Find(".outcome-list > button").Click();
        page.WaitForAssertion(() => page.Find("#field-outcomes-0--metric").GetAttribute("value").ShouldBe("disk"));
        // The bound is missing: the fault stands at its field.
        page.Find("#field-outcomes-0-").GetAttribute("aria-invalid").ShouldBe("true");
        page.Find("#field-outcomes-0-").Change("50");
        page.WaitForAssertion(() => page.Find("#field-outcomes-0--at-most").GetAttribute("value").ShouldBe("50"));
        page.Find("#field-outcomes-0--side").Change("at_least");
        page.WaitForAssertion(() => page.Find("#field-outcomes-0--at-least").GetAttribute("value").ShouldBe("50"));
        page.Find("#field-outcomes-0--side").Change("at_most");
        page.WaitForAssertion(() => page.Find("#field-outcomes-0--at-most").GetAttribute("value").ShouldBe("50"));
        page.Find("#field-evaluator").Change("function");
        page.Find("[aria-label='Remove constraint 1']").Click();
        page.WaitForAssertion(() => page.FindAll(".outcome").ShouldBeEmpty());
        Created(page).ContainsKey("outcomes").ShouldBeFalse();
    }

    [Fact]
    public void Every_stopping_rule_is_switched_on_among_the_limits_and_has_its_options()
    {
        foreach (var rule in Catalog.Of(MethodKind.StoppingRule))
        {
            var page = Open();
            page.Find($"#{FaultBook.Anchor($"budget.{rule.Key}")}").Change(true);
            foreach (var option in OptionsSchema.Of(rule.OptionsType))
                page.FindAll($"#{FaultBook.Anchor($"budget.{rule.Key}.{option.Key}")}").Count.ShouldBe(1, option.Key);
        }
    }

    [Fact]
    public void What_is_known_and_whether_it_may_be_repeated_goes_into_the_file()
    {
        var page = Open();
        page.Find("#field-warm-start-study").Change(" digits ");
        page.Find("#field-duplicates").Change("repeat");
        page.Find("#yaml").GetAttribute("value")!.ShouldContain("duplicates: repeat\nwarm_start: {study: digits}");
    }

    [Fact]
    public void Where_an_earlier_study_is_chosen_the_form_says_what_the_sampler_takes_it_for()
    {
        var page = Open();
        page.Find(".known").TextContent.ShouldContain("the same objective, dataset and evaluator");
        page.Find("#field-sampler").Change("multitask");
        page.Find(".known").TextContent.ShouldContain("takes it for another dataset");
    }

    [Fact]
    public void A_new_options_record_needs_no_page()
    {
        var page = Open();
        page.Find("#field-sampler").Change("novelty");
        page.Find("#field-sampler-share").GetAttribute("placeholder").ShouldBe("0.3 (default)");
        page.FindAll("#field-sampler-mode option").Select(o => o.TextContent).ShouldBe(["quiet_one (default)", "quiet_one", "loud_one"]);
        page.Find("#field-sampler-share").Change("0.5");
        page.Find("#field-sampler-mode").Change("loud_one");
        page.Find("#field-sampler-careful").Change(true);
        page.Find("#field-sampler-widths").Change("4, 8");
        Created(page)["sampler"]!.ToJsonString().ShouldBe("""{"type":"novelty","share":0.5,"mode":"loud_one","careful":true,"widths":[4,8]}""");
    }

    [Fact]
    public void What_equals_the_default_is_left_out()
    {
        var page = Open();
        page.Find("#field-sampler").Change("novelty");
        page.Find("#field-sampler-share").Change("0.5");
        page.Find("#field-sampler-share").Change("0.3");
        Created(page)["sampler"]!.ToJsonString().ShouldBe("""{"type":"novelty"}""");
    }

    [Fact]
    public void A_fault_stands_beside_the_field_it_names_and_blocks_creation()
    {
        var page = Open();
        page.Find("#field-budget-trials").Change("many");
        page.Find("#field-budget-trials").GetAttribute("aria-invalid").ShouldBe("true");
        page.Find("#field-budget-trials-fault").TextContent.ShouldContain("\"many\" is not accepted");
        page.Find(".fault-summary a").TextContent.ShouldBe("budget.trials");
        page.FindAll(".create button").ShouldAllBe(b => b.HasAttribute("disabled"));
        page.Find("#field-budget-trials").Change("20");
        page.FindAll(".fault").ShouldBeEmpty();
        Created(page)["budget"]!.ToJsonString().ShouldBe("""{"trials":20}""");
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var page = Open();
        page.Find("#field-name").Change("");
        page.Find("#field-parallelism").Change("0");
        page.Find("#field-sampler").Change("novelty");
        page.Find("#field-sampler-share").Change("7");
        page.FindAll(".fault-summary li a").Select(a => a.TextContent).ShouldBe(["name", "sampler.share", "parallelism"], ignoreOrder: true);
    }

    [Fact]
    public void The_yaml_follows_the_form()
    {
        var page = Open();
        page.Find("#field-name").Change("renamed");
        page.Find("#yaml").GetAttribute("value")!.ShouldContain("name: renamed");
    }

    [Fact]
    public void The_form_follows_the_yaml_when_the_keys_rest()
    {
        var page = Open();
        page.Find("#yaml").Input("name: typed\nevaluator: { type: function, function: levy }\nsampler: novelty\n");
        page.Find("#field-name").GetAttribute("value").ShouldBe("hartmann-6");
        Time.Advance(TimeSpan.FromMilliseconds(400));
        page.WaitForAssertion(() => page.Find("#field-name").GetAttribute("value").ShouldBe("typed"));
        page.Find("#field-sampler").GetAttribute("value").ShouldBe("novelty");
        page.Find("#field-evaluator-function").GetAttribute("value").ShouldBe("levy");
    }

    [Fact]
    public void A_faulty_yaml_still_fills_the_form()
    {
        var page = Open();
        Type(page, "name: typed\nevaluator: { type: function }\nbudget: { trials: -1 }\n");
        page.WaitForAssertion(() => page.Find("#field-name").GetAttribute("value").ShouldBe("typed"));
        page.Find("#field-budget-trials-fault").TextContent.ShouldContain("-1 is not accepted");
    }

    [Fact]
    public void An_unreadable_yaml_leaves_the_form_as_it_was()
    {
        var page = Open();
        Type(page, "name: [unclosed");
        page.WaitForAssertion(() => page.Find(".yaml .fault").TextContent.ShouldContain("last version that could be read"));
        page.Find("#field-name").GetAttribute("value").ShouldBe("hartmann-6");
        page.FindAll(".create button").ShouldAllBe(b => b.HasAttribute("disabled"));
    }

    [Fact]
    public void The_evaluators_own_space_is_shown_and_stays_its_own_until_changed()
    {
        var page = Open();
        page.Find("#field-evaluator-function").Change("forrester");
        page.FindAll(".standard-space li").Count.ShouldBe(1);
        page.Find("#field-evaluator-function").Change("hartmann6");
        page.FindAll(".standard-space li").Count.ShouldBe(6);
        Created(page).ContainsKey("space").ShouldBeFalse();
    }

    [Fact]
    public void Parameters_are_rows()
    {
        var page = Open();
        Type(page, """
            name: rows
            evaluator: { type: command, command: "true" }
            space:
              lr: { type: float, low: 1.0e-4, high: 0.1, log: true }
              kind: { type: categorical, choices: [a, 3, true] }
              depth: { type: int, low: 1, high: 4, when: { kind: [a, 3] } }
            """);
        page.WaitForAssertion(() => page.FindAll(".parameter").Count.ShouldBe(3));
        page.Find("#field-space-kind-choices").GetAttribute("value").ShouldBe("a, 3, true");
        page.Find("#field-space-depth-when").GetAttribute("value").ShouldBe("kind = a | 3");
        page.Find("#field-space-lr-name").Change("rate");
        page.Find("#field-space-depth-when").Change("kind = true; rate = 0.01..");
        Created(page)["space"]!.ToJsonString().ShouldBe(
            """{"rate":{"type":"float","low":0.0001,"high":0.1,"log":true},"kind":{"type":"categorical","choices":["a",3,true]},"""
            + "\"depth\":{\"type\":\"int\",\"low\":1,\"high\":4,\"when\":{\"kind\":true,\"rate\":{\"min\":0.01}}}}");
    }

    [Fact]
    public void A_fault_of_a_parameter_is_told_below_its_row()
    {
        var page = Open();
        Type(page, "name: rows\nevaluator: { type: command, command: 'true' }\nspace: { lr: { type: float, low: 0, high: 0.1, log: true } }\n");
        page.WaitForAssertion(() => page.Find(".parameter .fault").TextContent.ShouldStartWith("low: 0 is not accepted with log"));
        page.Find("#field-space-lr-low").GetAttribute("aria-describedby").ShouldBe(page.Find(".parameter .fault").Id);
    }

    [Theory]
    [InlineData("Create and start", true)]
    [InlineData("Create", false)]
    public void Creating_opens_the_study(string button, bool start)
    {
        var page = Open();
        page.FindAll(".create button").Single(b => b.TextContent.Trim() == button).Click();
        Twin.Created.ShouldHaveSingleItem().Start.ShouldBe(start);
        Navigation.Uri.ShouldEndWith("/studies/1");
    }

    [Fact]
    public void An_example_fills_the_form() => Open("mode=expert&example=forrester").Find("#field-name").GetAttribute("value").ShouldBe("forrester");

    [Fact]
    public void Another_evaluator_brings_a_space_of_its_own()
    {
        var page = Open();
        page.Find("#field-evaluator").Change("network");
        page.FindAll(".fault").ShouldBeEmpty();
        Created(page).ContainsKey("space").ShouldBeFalse();
    }

    [Fact]
    public void Rows_are_moved_and_conditions_follow_a_new_name()
    {
        var page = Open();
        Type(page, """
            name: rows
            evaluator: { type: command, command: "true" }
            space:
              a: { type: categorical, choices: [x, y] }
              b: { type: int, low: 1, high: 4, when: { a: x } }
            """);
        page.WaitForAssertion(() => page.FindAll(".parameter").Count.ShouldBe(2));
        page.Find("[aria-label='Move a down']").Click();
        page.Find("#field-space-a-name").Change("kind");
        Created(page)["space"]!.ToJsonString().ShouldBe(
            """{"b":{"type":"int","low":1,"high":4,"when":{"kind":"x"}},"kind":{"type":"categorical","choices":["x","y"]}}""");
        page.Find("#field-space-kind-name").Change("b");
        page.Find(".parameter .fault").TextContent.ShouldContain("There is a parameter 'b' already");
    }

    [Fact]
    public void A_fault_is_told_with_its_line()
    {
        var page = Open();
        Type(page, "name: lines\nevaluator: { type: function }\nbudget: { trials: -1 }\n");
        page.WaitForAssertion(() => page.Find(".yaml-faults .link").TextContent.ShouldBe("Line 3"));
        page.Find(".gutter .faulty").TextContent.ShouldBe("3");
    }

    [Fact]
    public void An_edit_is_undone()
    {
        var page = Open();
        page.Find("#field-name").Change("other");
        page.FindAll("header button").Single(b => b.TextContent.Trim() == "Undo").Click();
        page.Find("#field-name").GetAttribute("value").ShouldBe("hartmann-6");
    }

    [Fact]
    public void Samples_are_drawn_and_drawn_again()
    {
        var page = Open();
        var first = page.Find(".samples tbody").TextContent;
        page.FindAll(".samples .spread").Count.ShouldBe(6);
        page.Find(".samples .pill").Click();
        page.Find(".samples tbody").TextContent.ShouldNotBe(first);
    }

    private static Catalog WithNovelty() => new(StudioCatalog.All.Methods,
        [Method.Sampler<NoveltyOptions, NoveltySampler>("novelty", "Novelty", "Trial", null, "A method made up for a test.", (_, _) => new())]);

    private IRenderedComponent<NewStudyPage> Open(string query = "mode=expert&template=hartmann")
    {
        Navigation.NavigateTo($"/studies/new?{query}");
        return Render<NewStudyPage>();
    }

    private void Type(IRenderedComponent<NewStudyPage> page, string yaml)
    {
        page.Find("#yaml").Input(yaml);
        Time.Advance(TimeSpan.FromMilliseconds(400));
    }

    private JsonObject Created(IRenderedComponent<NewStudyPage> page)
    {
        page.FindAll(".create button").Single(b => b.TextContent.Trim() == "Create").Click();
        return StudyText.Parse(Twin.Created[^1].Text).AsObject();
    }

    internal enum Mode
    {
        QuietOne,
        LoudOne,
    }

    internal sealed record NoveltyOptions
    {
        [Display(Name = "Share", Description = "How much of it."), Range(0, 1)]
        public double Share { get; init; } = 0.3;

        public Mode Mode { get; init; }

        public bool Careful { get; init; }

        public IReadOnlyList<int> Widths { get; init; } = [16];
    }

    internal sealed class NoveltySampler : ISampler
    {
        public Core.Spaces.Configuration? Suggest(Core.Spaces.SearchSpace space, History history, Core.Numerics.Rng rng) => null;
    }
}
