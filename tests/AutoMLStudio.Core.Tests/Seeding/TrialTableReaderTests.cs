using System.Text.Json.Nodes;
using AutoMLStudio.Core.Seeding;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Seeding;

public sealed class TrialTableReaderTests
{
    private static readonly StudyDefinition Study = Read("""
        {"name": "s", "evaluator": {"type": "command", "command": "true"}, "scheduler": {"type": "full", "max_budget": 27},
         "objective": {"metric": "accuracy", "direction": "maximize"},
         "space": {"lr": {"type": "float", "low": 0.0001, "high": 0.1, "log": true}, "layers": {"type": "int", "low": 1, "high": 4},
                   "optimizer": {"type": "categorical", "choices": ["sgd", "adam"]},
                   "momentum": {"type": "float", "low": 0, "high": 1, "step": 0.1, "when": {"optimizer": "sgd"}},
                   "bias": {"type": "categorical", "choices": [true, false]}}}
        """);

    [Fact]
    public void A_column_a_parameter_and_one_of_values_are_enough()
    {
        var reading = Of("lr,layers,optimizer,momentum,bias,accuracy", "0.01,2,sgd,0.3,True,0.9", "1e-3,4.0,adam,0.5,false,0.8");
        reading.Faults.ShouldBeEmpty();
        var (first, second) = (reading.Trials[0].Value, reading.Trials[1].Value);
        (first.State, first.Budget, first.Reports[0].Step, first.Reports[0].Metrics["accuracy"]).ShouldBe((TrialState.Completed, 27, 27, 0.9));
        // 0.3 is the cell of the grid, not merely close to it.
        first.Configuration.ShouldBe(Make.Configuration(("lr", 0.01), ("layers", 2.0), ("optimizer", "sgd"), ("momentum", 0.3), ("bias", true)));
        // What is not active is passed over.
        second.Configuration.ShouldBe(Make.Configuration(("lr", 0.001), ("layers", 4.0), ("optimizer", "adam"), ("bias", false)));
    }

    [Fact]
    public void What_Optuna_writes_is_read()
    {
        var reading = Of(
            "number,value,datetime_start,duration,params_lr,params_layers,params_optimizer,params_momentum,params_bias,state",
            "0,0.9,2024-01-01,0 days 00:01:01.500000,0.01,2,sgd,0.3,True,COMPLETE",
            "1,0.4,2024-01-01,0 days 00:00:10,0.02,2,adam,,True,PRUNED",
            "2,,2024-01-01,,0.03,2,adam,,False,FAIL",
            "3,,2024-01-01,,0.04,2,adam,,False,RUNNING");
        reading.Faults.ShouldBeEmpty();
        reading.Trials.Select(t => t.Value.State).ShouldBe([TrialState.Completed, TrialState.Stopped, TrialState.Failed]);
        reading.Unfinished.ShouldBe(1);
        reading.Trials[0].Value.Reports[0].Seconds.ShouldBe(61.5);
        // Nobody says how far the pruned one came: it is no full evaluation.
        (reading.Trials[1].Value.Reports[0].Step, reading.Trials[1].Value.Budget).ShouldBe((1, 27));
        reading.Ignored.ShouldBe(["number", "datetime_start"]);
    }

    [Fact]
    public void Our_own_columns_with_further_metrics_are_read()
    {
        var reading = Of(
            "number,state,value,budget,step,reason,config.lr,config.layers,config.optimizer,config.momentum,config.bias,metrics.accuracy,metrics.loss",
            "0,stopped,0.5,27,9,Worse than the median.,0.01,2,adam,,true,0.5,'-1.5");
        var trial = reading.Trials.Single().Value;
        (trial.State, trial.Budget, trial.Reports[0].Step, trial.Reason).ShouldBe((TrialState.Stopped, 27, 9, "Worse than the median."));
        trial.Reports[0].Metrics["loss"].ShouldBe(-1.5);
    }

    [Fact]
    public void Every_fault_names_row_column_value_and_what_is_accepted()
    {
        var reading = Of(
            "lr,layers,optimizer,momentum,bias,accuracy", "0.5,2,sgd,0.3,true,0.9", "0.01,2.5,lion,,true,0.9", "0.01,2,adam,,true,much", "0.01,2,adam,,,0.7",
            "0.01,2,adam,,true,0.6");
        reading.Trials.Select(t => t.Key).ShouldBe([5]);
        reading.Faults.ShouldBe(
        [
            new(1, "lr", "'0.5' is not accepted: a number from 0.0001 to 0.1 is expected."),
            new(2, "layers", "'2.5' is not accepted: an integer from 1 to 4 is expected."),
            new(2, "optimizer", "'lion' is not accepted: one of sgd, adam is expected."),
            new(3, "accuracy", "'much' is not accepted: a finite number is expected."),
            new(4, "bias", "It is empty: one of true, false is expected."),
        ]);
    }

    [Fact]
    public void A_missing_column_is_told_with_every_name_that_it_may_have()
    {
        var faults = Should.Throw<StudyFileException>(() => Of("lr,layers,bias,score", "1,1,true,1")).Faults;
        faults.Select(f => f.Field).ShouldBe(["optimizer", "accuracy"]);
        faults[0].Message.ShouldBe("No column for the parameter 'optimizer': one of config.optimizer, params_optimizer, params.optimizer, optimizer is expected.");
        faults[1].Message.ShouldContain("metrics.accuracy, values_accuracy, values_0, values.0, value, accuracy");
    }

    [Fact]
    public void Rows_without_a_value_are_failed_trials_unless_they_are_said_to_be_completed()
    {
        var reading = Of("lr,layers,optimizer,bias,accuracy,state", "0.01,2,adam,true,nan,", "0.01,2,adam,true,,completed");
        reading.Trials.Single().Value.State.ShouldBe(TrialState.Failed);
        reading.Faults.Single().ShouldBe(new(2, "accuracy", "It is empty: a finite number is expected."));
    }

    [Fact]
    public void Several_objectives_have_a_column_each()
    {
        var study = Read("""
            {"name": "s", "evaluator": {"type": "command", "command": "true"},
             "objective": [{"metric": "error"}, {"metric": "size"}], "space": {"x": {"type": "float", "low": 0, "high": 1}}}
            """);
        var trial = TrialTableReader.Read(new(["params_x", "values_0", "values_1"], [["0.5", "0.1", "7"]]), study).Trials.Single().Value;
        trial.Reports[0].Metrics.ShouldBe(new Dictionary<string, double> { ["error"] = 0.1, ["size"] = 7 });
    }

    [Fact]
    public void A_constraint_that_does_not_hold_is_a_fault_of_the_row()
    {
        var study = Read("""
            {"name": "s", "evaluator": {"type": "command", "command": "true"}, "objective": {"metric": "loss"}, "constraints": ["a + b <= 1"],
             "space": {"a": {"type": "float", "low": 0, "high": 1}, "b": {"type": "float", "low": 0, "high": 1}}}
            """);
        var reading = TrialTableReader.Read(new(["a", "b", "loss"], [["0.5", "0.6", "1"], ["0.5", "0.4", "1"]]), study);
        reading.Faults.Single().ShouldBe(new(1, null, "The constraint 'a + b <= 1' does not hold."));
        reading.Trials.Count.ShouldBe(1);
    }

    private static StudyDefinition Read(string json) => StudyReader.Read(JsonNode.Parse(json), new Catalog(CoreCatalog.Methods));

    private static TrialTableReading Of(string columns, params string[] rows) =>
        TrialTableReader.Read(new(columns.Split(','), [.. rows.Select(r => (IReadOnlyList<string?>)r.Split(','))]), Study);
}
