using AutoMLStudio.Web.Components.Surrogate;
using Bunit;
using Direction = AutoMLStudio.Core.Studies.Direction;
using ParameterView = AutoMLStudio.Web.Studies.ParameterView;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class SurrogateViewTests : PageTest
{
    private static readonly ParameterView[] Three =
    [
        new("rate", "float", 1e-4, 1, true, null), new("kind", "categorical", null, null, false, ["a", "b"]),
        new("rate:decay", "int", 1, 9, false, null),
    ];

    [Fact]
    public void Every_parameter_can_be_an_axis_and_a_second_one_is_optional()
    {
        var view = Open();
        view.FindAll("[data-part=p] option").Select(o => o.TextContent).ShouldBe(["rate", "kind", "rate:decay"]);
        view.FindAll("[data-part=q] option").Select(o => o.TextContent).ShouldBe(["no other", "rate", "kind", "rate:decay"]);
    }

    [Fact]
    public void With_one_parameter_nothing_else_is_on_offer()
    {
        var view = Open(Three[..1]);
        view.Find("[data-part=q]").ParentElement!.HasAttribute("hidden").ShouldBeTrue();
        view.Find(".model-held").HasAttribute("hidden").ShouldBeTrue();
    }

    [Fact]
    public void The_budget_is_an_axis_behind_the_parameters_and_can_be_held()
    {
        var module = JSInterop.SetupModule("./js/surrogate/surrogate-view.js");
        module.Mode = JSRuntimeMode.Loose;
        Navigation.NavigateTo("/studies/1?p=rate&at=%24budget%3A0.5");
        var view = Open(Three[..1], new("$budget", "float", 0.01, 1, true, null));
        view.FindAll("[data-part=q] option").Select(o => o.GetAttribute("value")).ShouldBe(["", "rate", "$budget"]);
        view.Find("[data-part=q]").ParentElement!.HasAttribute("hidden").ShouldBeFalse();
        var state = module.Invocations["create"].Single().Arguments[3]!;
        ((Dictionary<string, string>)state.GetType().GetProperty("At")!.GetValue(state)!)["$budget"].ShouldBe("0.5");
    }

    [Fact]
    public void What_is_chosen_stands_in_the_address()
    {
        Navigation.NavigateTo("/studies/1?tab=model");
        var view = Open();
        view.Instance.Choose("rate", "kind", ["rate:decay:3"], 17);
        Navigation.Uri.ShouldEndWith("/studies/1?tab=model&p=rate&q=kind&at=rate%3Adecay%3A3&seq=17");
        view.Instance.Choose("kind", null, [], null);
        Navigation.Uri.ShouldEndWith("/studies/1?tab=model&p=kind");
    }

    [Fact]
    public void What_the_address_says_is_told_to_the_module_and_told_again_when_it_changes()
    {
        var module = JSInterop.SetupModule("./js/surrogate/surrogate-view.js");
        module.Mode = JSRuntimeMode.Loose;
        var drawn = module.SetupModule("create", _ => true);
        drawn.Mode = JSRuntimeMode.Loose;
        Navigation.NavigateTo("/studies/1?p=rate&at=rate%3Adecay%3A3&at=kind%3Ab&at=other%3A1&seq=5");
        var view = Open();
        var state = module.Invocations["create"].Single().Arguments[3]!;
        state.ToString().ShouldBe("{ P = rate, Q = , At = System.Collections.Generic.Dictionary`2[System.String,System.String], Seq = 5 }");
        var held = (Dictionary<string, string>)state.GetType().GetProperty("At")!.GetValue(state)!;
        held.ShouldBe(new Dictionary<string, string> { ["rate:decay"] = "3", ["kind"] = "b" }, ignoreOrder: true);
        Navigation.NavigateTo("/studies/1?p=kind");
        view.WaitForAssertion(() => drawn.Invocations["set"].Count.ShouldBe(1));
        view.Render(p => p.Add(v => v.Sequence, 31));
        drawn.Invocations["update"].Single().Arguments.ShouldBe([31L]);
    }

    private IRenderedComponent<SurrogateView> Open(IReadOnlyList<ParameterView>? parameters = null, ParameterView? budget = null) => Render<SurrogateView>(p => p
        .Add(v => v.Budget, budget).Add(v => v.StudyId, 1).Add(v => v.Sequence, 30).Add(v => v.Parameters, parameters ?? Three).Add(v => v.Metric, "loss")
        .Add(v => v.Direction, Direction.Minimize));
}
