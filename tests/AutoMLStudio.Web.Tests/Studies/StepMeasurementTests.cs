using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Forms;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.Time.Testing;

namespace AutoMLStudio.Web.Tests.Studies;

public sealed class StepMeasurementTests
{
    [Fact]
    public async Task A_step_of_a_network_is_measured_by_training_it()
    {
        // A clock that stands still: on a busy machine the patience of twelve seconds ends before the first step.
        using var measurement = new StepMeasurement(new FakeTimeProvider());
        var study = Read("name: x\ndataset: moons\nevaluator: { type: network, epochs: 9 }\n");
        measurement.CanMeasure(study).ShouldBeTrue();
        var cost = (await measurement.MeasureAsync(study, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        cost.Steps.ShouldBe(3);
        cost.SecondsPerStep.ShouldBeGreaterThan(0);
        study.Space.Contains(cost.Configuration).ShouldBeTrue();
    }

    [Fact]
    public async Task Epochs_are_measured_and_counted_where_budgets_are_parts_of_the_data()
    {
        using var measurement = new StepMeasurement(new FakeTimeProvider());
        var study = Read("name: x\ndataset: moons\nevaluator: { type: network, epochs: 9, budget: data }\nbudget: { trials: 10 }\n");
        (await measurement.MeasureAsync(study, TestContext.Current.CancellationToken)).ShouldNotBeNull().Steps.ShouldBe(3);
        Estimate.Of(study).Steps.ShouldBe(90);
    }

    [Fact]
    public void A_persons_program_is_not_run_to_measure_it()
    {
        using var measurement = new StepMeasurement(TimeProvider.System);
        measurement.CanMeasure(Read("name: x\nevaluator: { type: command, command: 'true' }\nspace: { x: { type: float, low: 0, high: 1 } }\n"))
            .ShouldBeFalse();
    }

    private static StudyDefinition Read(string yaml) => StudyReader.Read(StudyText.Parse(yaml), StudioCatalog.All);
}
