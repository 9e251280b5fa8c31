using AutoMLStudio.Neural.Models;

namespace AutoMLStudio.Neural.Tests.Models;

public class LatencyTests
{
    [Fact]
    public void The_figure_is_the_median_over_rounds_of_their_quickest_quarters()
    {
        // Quarters of two: 101, 103 and 102. Mean 102, deviation 1; the median of all is 210, between 200 and 220.
        double[][] rounds =
        [
            [300, 100, 200, 220, 102, 300, 200, 220], [103, 103, 500, 220, 210, 200, 200, 300], [102, 300, 102, 210, 220, 220, 200, 200],
        ];
        var latency = Latency.Of(rounds, 7);
        latency.Microseconds.ShouldBe(102);
        latency.Variation.ShouldBe(1.0 / 102, 1e-12);
        latency.Runs.ShouldBe(24 * 7);
        latency.Disturbance.ShouldBe(205 / 102.0 - 1, 1e-12);
    }

    [Fact]
    public void A_steady_run_gets_a_figure_at_once()
    {
        var clock = new Clock();
        var latency = Latency.Measure(() => clock.Spend(500), clock, CancellationToken.None);
        latency.ShouldBe(new(500, 0, 5 * 24 * 4, 1));
    }

    [Fact]
    public void Work_beside_it_that_disturbs_two_blocks_of_three_does_not_change_the_figure()
    {
        var clock = new Clock();
        var count = 0;
        var latency = Latency.Measure(() => clock.Spend(count++ % 3 == 0 ? 2_000 : 7_000 + count), clock, CancellationToken.None);
        (latency.Microseconds, latency.Attempts).ShouldBe((2_000, 1));
        latency.Disturbance.ShouldBeGreaterThan(2);
    }

    [Fact]
    public void A_machine_that_changes_its_pace_gets_no_figure()
    {
        var clock = new Clock();
        var cost = 2_000.0;
        var latency = Latency.Measure(() => clock.Spend((long)(cost *= 1.005)), clock, CancellationToken.None);
        latency.Microseconds.ShouldBeNull();
        latency.Attempts.ShouldBe(16);
        latency.Variation.ShouldBeGreaterThan(Latency.MostVariation);
    }

    [Fact]
    public void Cancelling_ends_it()
    {
        var clock = new Clock();
        Should.Throw<OperationCanceledException>(() => Latency.Measure(() => clock.Spend(1), clock, new CancellationToken(canceled: true)));
    }

    /// <summary>Time that passes only where the test spends it.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _microseconds;

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => _microseconds;

        public void Spend(long microseconds) => _microseconds += microseconds;
    }
}
