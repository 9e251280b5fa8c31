using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Pages;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Trials;
using Bunit;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class TrialDetailPageTests : PageTest
{
    [Fact]
    public void A_trial_stands_beside_the_one_it_was_made_from_and_the_best()
    {
        Add(Trial(5, TrialState.Stopped, "Its value was not among the best 3."), parent: 2);
        var page = Open(5);
        page.Find(".reason").TextContent.ShouldContain("not among the best 3");
        page.FindAll(".config-table thead th").Select(h => h.TextContent.Trim())
            .ShouldBe(["Parameter", "This trial", "Made from trial 2", "Best: trial 3"]);
        page.FindAll(".config-table td.differs").Select(d => d.FirstChild!.TextContent.Trim()).ShouldBe(["0.75", "a"], ignoreOrder: true);
        page.Find("a[rel=prev]").GetAttribute("href").ShouldBe("studies/1/trials/4");
    }

    [Theory]
    [InlineData(TrialState.Running, "Stop this trial", TrialWish.Stop)]
    [InlineData(TrialState.Failed, "Try again", TrialWish.Retry)]
    [InlineData(TrialState.Cancelled, "Try again", TrialWish.Retry)]
    public void What_may_be_asked_of_a_trial_depends_on_its_state(TrialState state, string button, TrialWish wish)
    {
        Add(Trial(5, state));
        var page = Open(5);
        page.FindAll(".action-bar button")[0].TextContent.Trim().ShouldBe(button);
        page.FindAll(".action-bar button")[0].Click();
        TrialTwin.Asked.ShouldBe([(5, wish)]);
    }

    [Fact]
    public void A_completed_trial_can_only_be_copied()
    {
        Add(Trial(5, TrialState.Completed));
        Open(5).FindAll(".action-bar button").Select(b => b.TextContent.Trim()).ShouldBe(["Enqueue a changed copy"]);
    }

    [Fact]
    public void A_changed_copy_is_checked_and_put_into_the_queue()
    {
        Add(Trial(5, TrialState.Completed));
        var page = Open(5);
        page.Find(".action-bar button").Click();
        page.Find("#enqueue-field-x").Change("2");
        page.Find(".enqueue-form .fault").TextContent.ShouldBe("A number from 0 to 1 is expected.");
        page.Find(".enqueue-form").Submit();
        TrialTwin.Enqueued.ShouldBeEmpty();
        page.Find("#enqueue-field-x").Change("0.5");
        page.Find("#enqueue-field-kind").Change("a");
        page.Find(".enqueue-form").Submit();
        var (config, parent) = TrialTwin.Enqueued.Single();
        (config.ToJsonString(), parent).ShouldBe(("""{"x":0.5,"kind":"a"}""", 5));
        page.FindAll(".enqueue-form").ShouldBeEmpty();
    }

    [Fact]
    public void What_only_the_space_can_tell_is_told_in_the_form()
    {
        Add(Trial(5, TrialState.Completed));
        TrialTwin.Refusal = "The constraint 'x < 0.1' does not hold.";
        var page = Open(5);
        page.Find(".action-bar button").Click();
        page.Find(".enqueue-form").Submit();
        page.Find(".enqueue-form .notice").TextContent.ShouldContain("does not hold");
    }

    [Fact]
    public void A_running_trial_follows_the_feed()
    {
        Add(Trial(5, TrialState.Running));
        var page = Open(5);
        TrialTwin.Details[0] = TrialTwin.Details[0] with { Trial = Trial(5, TrialState.Completed) };
        Tell(1, 44);
        page.WaitForAssertion(() => page.Find(".study-head .chip").TextContent.ShouldBe("Completed"));
    }

    [Fact]
    public void An_unknown_trial_is_said_to_be_unknown()
    {
        Twin.Studies.Add(Study());
        Open(77).Find("h1").TextContent.ShouldBe("There is no trial 77 of study 1");
    }

    private void Add(TrialView trial, int? parent = null)
    {
        Twin.Studies.Add(Study());
        var best = new JsonObject { ["x"] = 0.75, ["kind"] = "b" };
        var other = new JsonObject { ["x"] = 0.25, ["kind"] = "a" };
        TrialTwin.Details.Add(new(trial, parent, TrialWish.None, null, 11, best, 3, parent is null ? null : other, []));
    }

    private TrialView Trial(int number, TrialState state, string? reason = null) => new(
        number, state, new JsonObject { ["x"] = 0.25, ["kind"] = "b" }, 0.5, 3, 1, 2, 1, reason, Time.GetUtcNow(), null, 9);

    private IRenderedComponent<TrialDetailPage> Open(int number) =>
        Render<TrialDetailPage>(p => p.Add(s => s.Id, 1).Add(s => s.Number, number));
}
