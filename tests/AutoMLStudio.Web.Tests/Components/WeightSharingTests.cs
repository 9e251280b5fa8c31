using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Forms;
using AutoMLStudio.Web.Components.Pages;
using AutoMLStudio.Web.Components.Wizard;
using AutoMLStudio.Web.Searches;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Trials;
using Bunit;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class WeightSharingTests() : PageTest(SearchesTwin.Catalog)
{
    [Theory]
    [InlineData("evaluator: { type: function, function: branin }", "For networks only")]
    [InlineData("dataset: glyphs\nevaluator: network", "For architectures only")]
    [InlineData("dataset: glyphs\nevaluator: network\nspace: { a: { type: architecture, space: macro } }", "Not for the architectures")]
    [InlineData("dataset: glyphs\nevaluator: network\nspace: { a: { type: architecture, space: cell } }", null)]
    public void A_sampler_that_shares_weights_says_what_it_lacks(string file, string? reason)
    {
        var json = (JsonObject)StudyText.Parse($"name: a\nsampler: random\n{file}")!;
        var study = StudyReader.Read(json.DeepClone(), Catalog);
        var lack = WeightSharing.WhyNot(Catalog.Find(MethodKind.Sampler, SearchesTwin.Sampler)!, json, study);
        if (reason is null) lack.ShouldBeNull();
        else lack!.ShouldStartWith(reason);
        WeightSharing.WhyNot(Catalog.Find(MethodKind.Sampler, "random")!, json, study).ShouldBeNull();
    }

    [Fact]
    public void The_wizard_offers_it_with_the_reason_where_it_does_not_fit()
    {
        Navigation.NavigateTo("/studies/new?mode=guided&step=4");
        var page = Render<NewStudyPage>();
        page.WaitForAssertion(() => page.Find($"input[name=sampler][value={SearchesTwin.Sampler}]").HasAttribute("disabled").ShouldBeTrue());
        page.Find(".alternative .lack").TextContent.ShouldStartWith("For architectures only");
    }

    [Fact]
    public void The_form_offers_only_the_evaluator_that_the_chosen_sampler_works_with()
    {
        Navigation.NavigateTo("/studies/new?mode=expert");
        var page = Render<NewStudyPage>();
        const string File = "name: a\ndataset: glyphs\nevaluator: network\nspace: { a: { type: architecture, space: cell } }\nsampler: shared\n";
        page.WaitForElement("#yaml").Input(File);
        Time.Advance(TimeSpan.FromMilliseconds(400));
        page.WaitForAssertion(() => page.FindAll("#field-evaluator option").Where(o => !o.HasAttribute("disabled"))
            .Select(o => o.GetAttribute("value")).ShouldBe(["network"]));
        page.FindAll(".fault").ShouldBeEmpty();
    }

    [Fact]
    public void A_network_is_trained_longer_in_a_study_of_its_own_whose_queue_begins_with_it()
    {
        Twin.Studies.Add(Study());
        var config = new JsonObject { ["x"] = 0.5, ["kind"] = "a" };
        var trial = new TrialView(3, TrialState.Completed, config, 0.1, 6, 6, 80, 1, null, Time.GetUtcNow(), null, 9);
        TrialTwin.Details.Add(new(trial, null, TrialWish.None, null, 3, null, null, null, []));
        Navigation.NavigateTo("/studies/new?from=1&trial=3&mode=expert");
        var page = Render<NewStudyPage>();
        page.WaitForAssertion(() => page.Find(".longer-notice").TextContent.ShouldContain("trial 3 of study 1"));
        page.Find("form").Submit();
        page.WaitForAssertion(() => TrialTwin.Enqueued.ShouldHaveSingleItem().Config.ToJsonString().ShouldBe(config.ToJsonString()));
        Twin.Created.ShouldHaveSingleItem().Start.ShouldBeFalse();
        Twin.Requests.ShouldBe([(1L, StudyRequest.Start)]);
    }

    [Fact]
    public void What_such_a_study_costs_is_its_searches_and_the_trainings_after_them()
    {
        var study = StudyReader.Read(StudyText.Parse("""
            name: a
            dataset: glyphs
            evaluator: { type: network, epochs: 30 }
            space: { cell: { type: architecture, space: cell } }
            sampler: { type: darts, searches: 2, epochs: 10, finals: 3 }
            """), Catalog);
        (SharedSearch.Of(study)!.Trials, Estimate.Of(study).Steps).ShouldBe((8, 200d));
        SharedSearch.Of(StudyReader.Read(StudyText.Parse("name: a\nevaluator: function\nsampler: random"), Catalog)).ShouldBeNull();
    }

    [Fact]
    public void Five_times_the_epochs_and_one_trial_are_what_longer_means()
    {
        var definition = (JsonObject)JsonNode.Parse("""
            { "name": "s", "dataset": "glyphs", "evaluator": { "type": "network", "epochs": 6 }, "sampler": { "type": "shared" },
              "scheduler": { "type": "full" }, "budget": { "trials": 20 }, "max_budget": 6 }
            """)!;
        var file = StudyText.Parse(LongerTraining.File(new(Study(), definition, "", [], false), 2))!;
        file["evaluator"]!["epochs"]!.GetValue<long>().ShouldBe(30);
        file["budget"]!.ToJsonString().ShouldBe("""{"trials":1}""");
        (file["sampler"]!["type"]!.GetValue<string>(), file["scheduler"], file["max_budget"]).ShouldBe(("random", null, null));
    }
}
