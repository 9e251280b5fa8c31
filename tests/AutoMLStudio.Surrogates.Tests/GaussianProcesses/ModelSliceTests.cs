using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.GaussianProcesses;

public sealed class ModelSliceTests
{
    private static readonly SearchSpace Line = new([new FloatParameter("x", 0, 1)]);

    private static readonly GaussianProcessSampler Sampler = new(new(), 1);

    [Fact]
    public void The_mean_passes_through_the_trials_in_the_unit_of_the_loss()
    {
        double[] at = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
        double Loss(double x) => 1_000 + 50 * Math.Sin(6 * x);
        var history = new History(Studies.Loss, at.Select((x, i) => Studies.Trial(i, Configuration.Empty.With("x", x), Loss(x))));
        var slice = Sampler.Slice(Line, history, new("x", Resolution: 21), Rng.For(1, 11)).ShouldNotBeNull();
        slice.Points.Count.ShouldBe(21);
        slice.AcquisitionName.ShouldBe("log EI");
        foreach (var point in slice.Points)
        {
            point.Mean.ShouldBe(Loss(point.Value.Number), 1);
            point.Deviation.ShouldBeInRange(0, 5);
        }
        slice.Details["length-scale of x"].ShouldBeInRange(0.05, 2);
        slice.Details["points"].ShouldBe(11);
    }

    [Fact]
    public void The_proposal_is_what_the_sampler_suggests()
    {
        var history = new History(Studies.Loss, Studies.Drawn(Studies.Square, 15, Studies.Bowl));
        var slice = Sampler.Slice(Studies.Square, history, new("y"), Rng.For(1, 15)).ShouldNotBeNull();
        slice.Proposal.ShouldBe(Sampler.Suggest(Studies.Square, history, Rng.For(1, 15)));
        slice.At.ShouldBe(history.Best!.Configuration);
        slice.Points.Select(p => p.Value.Number).ShouldBe(slice.Points.Select(p => p.Value.Number).Order());
    }

    [Fact]
    public void The_acquisition_is_highest_near_the_proposal()
    {
        var history = new History(
            Studies.Loss,
            Enumerable.Range(0, 11).Select(i => Studies.Trial(i, Configuration.Empty.With("x", i / 10.0), Math.Pow(i / 10.0 - 0.33, 2))));
        var slice = Sampler.Slice(Line, history, new("x", Resolution: 201), Rng.For(1, 11)).ShouldNotBeNull();
        slice.Points.MaxBy(p => p.Acquisition)!.Value.Number.ShouldBe(slice.Proposal!["x"].Number, 0.02);
    }

    [Fact]
    public void A_nominal_parameter_has_one_point_a_choice_and_an_inactive_one_none()
    {
        var history = new History(Studies.Loss, Studies.Drawn(Studies.Mixed, 25, Studies.MixedLoss));
        Sampler.Slice(Studies.Mixed, history, new("optimizer"), Rng.For(1, 25))!.Points.Select(p => p.Value.Text)
            .ShouldBe(["sgd", "adam", "rmsprop"]);
        var adam = history.Trials.First(t => t.Configuration["optimizer"].Text == "adam").Configuration;
        Sampler.Slice(Studies.Mixed, history, new("momentum", adam), Rng.For(1, 25)).ShouldBeNull();
    }

    [Fact]
    public void Before_there_is_a_model_there_is_no_slice()
    {
        var history = new History(Studies.Loss, Studies.Drawn(Studies.Square, 9, Studies.Bowl));
        Sampler.Slice(Studies.Square, history, new("x"), Rng.For(1, 9)).ShouldBeNull();
        Sampler.Slice(Studies.Square, new History(Studies.Loss), new("nothing"), Rng.For(1, 0)).ShouldBeNull();
    }
}
