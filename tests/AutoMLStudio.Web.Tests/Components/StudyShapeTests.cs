using System.Text.Json.Nodes;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Web.Components.Forms;
using AutoMLStudio.Web.Components.Wizard;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class StudyShapeTests
{
    public static TheoryData<string> Templates => [.. Template.All.Select(t => t.Key)];

    public static TheoryData<StudyGoal, DatasetKind, string> Answers
    {
        get
        {
            var data = new TheoryData<StudyGoal, DatasetKind, string>();
            foreach (var goal in Enum.GetValues<StudyGoal>())
                foreach (var kind in DatasetChoice.BuiltIn.Select(d => d.Kind).Distinct())
                    foreach (var effort in Effort.All)
                        data.Add(goal, kind, effort.Key);
            return data;
        }
    }

    [Theory, MemberData(nameof(Templates))]
    public void A_template_is_a_valid_study(string key) =>
        StudyReader.Read(StudyText.Parse(Template.Find(key)!.File), StudioCatalog.All).Name.ShouldNotBeEmpty();

    [Theory, MemberData(nameof(Answers))]
    public void Every_answer_about_a_dataset_makes_a_valid_study(StudyGoal goal, DatasetKind kind, string effort)
    {
        var study = Network(kind);
        StudyShape.Edit(study, () => StudyShape.PutGoal(study, goal, kind));
        Effort.All.Single(e => e.Key == effort).Put(study);
        var definition = StudyReader.Read(study.DeepClone(), StudioCatalog.All);
        definition.MaximumBudget.ShouldBe(Effort.All.Single(e => e.Key == effort).Epochs);
        StudyShape.GoalOf(study).ShouldBe(goal);
        Effort.Of(study)!.Key.ShouldBe(effort);
    }

    [Theory]
    [InlineData(StudySource.Command)]
    [InlineData(StudySource.Function)]
    [InlineData(StudySource.Dataset)]
    public void Every_source_makes_a_valid_study(StudySource source)
    {
        var study = new JsonObject { ["name"] = "" };
        StudyShape.Edit(study, () => StudyShape.Put(study, source));
        StudyReader.Read(study.DeepClone(), StudioCatalog.All);
        StudyShape.SourceOf(study).ShouldBe(source);
    }

    [Fact]
    public void Every_parameter_that_is_offered_is_accepted()
    {
        var study = Network(DatasetKind.Images);
        study["space"] = new JsonObject(StudyShape.Known.Select(k => new KeyValuePair<string, JsonNode?>(k.Key, k.Value())));
        StudyReader.Read(study, StudioCatalog.All).Space.Dimension.ShouldBe(StudyShape.Known.Count);
    }

    [Fact]
    public void A_dataset_of_the_same_kind_keeps_the_space_and_one_of_another_kind_does_not()
    {
        var study = Network(DatasetKind.Images);
        study["space"]!.AsObject().Remove("dropout");
        StudyShape.PutDataset(study, DatasetChoice.OfFile("flowers.zip"), DatasetKind.Images);
        study["space"]!.AsObject().ContainsKey("dropout").ShouldBeFalse();
        StudyShape.PutDataset(study, DatasetChoice.OfFile("wine.csv"), DatasetKind.Images);
        study["space"]!.AsObject().ContainsKey("dropout").ShouldBeTrue();
        study["space"]!.AsObject().ContainsKey("kernel").ShouldBeFalse();
    }

    [Fact]
    public void A_number_to_predict_is_measured_by_its_error()
    {
        var study = Network(DatasetKind.Table);
        StudyShape.PutDataset(study, new("prices", DatasetKind.Table, DatasetTask.Regression, ""), DatasetKind.Table);
        study["objective"]!.ToJsonString().ShouldBe("""{"metric":"validation_rmse","direction":"minimize"}""");
    }

    [Theory]
    [InlineData("cell", DatasetKind.Images)]
    [InlineData("cell", DatasetKind.Table)]
    [InlineData("nasbench201", DatasetKind.Images)]
    [InlineData("macro", DatasetKind.Images)]
    [InlineData("mobile", DatasetKind.Images)]
    [InlineData("recurrent", DatasetKind.Images)]
    public void Another_set_of_architectures_leaves_the_options_of_the_one_before_and_back_again(string space, DatasetKind kind)
    {
        var study = Network(kind);
        StudyShape.PutGoal(study, StudyGoal.Both, kind);
        var before = study["space"]!.ToJsonString();
        StudyShape.PutArchitectures(study, space, kind);
        StudyShape.ArchitecturesOf(study).ShouldBe(space);
        var read = StudyReader.Read(study, StudioCatalog.All).Space;
        read.Declared.OfType<ArchitectureParameter>().ShouldHaveSingleItem().Space.Key.ShouldBe(space);
        StudyShape.PutArchitectures(study, "chain", kind);
        study["space"]!.ToJsonString().ShouldBe(before);
    }

    [Fact]
    public void A_function_brings_its_own_space()
    {
        var study = Network(DatasetKind.Images);
        StudyShape.PutFunction(study, TestFunctionKey.GoldsteinPrice);
        StudyReader.Read(study, StudioCatalog.All).Space.Dimension.ShouldBe(2);
    }

    [Fact]
    public void A_command_line_writes_the_file_as_it_stands_and_runs_it()
    {
        StudyScript.Of("name: a'b \"$HOME\"\n").ShouldBe("cat > study.yaml <<'STUDY'\nname: a'b \"$HOME\"\nSTUDY\n./studio run study.yaml\n");
        StudyScript.Of("name: |\n  x\nSTUDY\n").ShouldContain("<<'STUDY_'\n");
    }

    private static JsonObject Network(DatasetKind kind)
    {
        var study = new JsonObject { ["name"] = "" };
        StudyShape.Put(study, StudySource.Dataset);
        StudyShape.PutDataset(study, DatasetChoice.BuiltIn.First(d => d.Kind == kind), before: null);
        study["name"] = "a network";
        return study;
    }
}
