using AutoMLStudio.Neural.Models;

namespace AutoMLStudio.Neural.Tests.Models;

public class LatencyTests
{
    [Fact]
    public void The_figure_is_the_median_and_says_how_much_the_blocks_vary()
    {
        // Mean 102, squares 4 + 4 + 0 + 4 + 36 = 48 over 4: a deviation of √12.
        var latency = Latency.Of([100, 100, 102, 100, 108], 7);
        latency.Microseconds.ShouldBe(100);
        latency.Variation.ShouldBe(Math.Sqrt(12) / 102, 1e-12);
        latency.Runs.ShouldBe(35);
    }

    [Fact]
    public void A_steady_run_gets_a_figure_at_once()
    {
        var clock = new Clock();
        var latency = Latency.Measure(() => clock.Spend(2_000), clock, CancellationToken.None);
        latency.ShouldBe(new(2_000, 0, 30 * 4, 1));
    }

    [Fact]
    public void Runs_that_vary_too_much_get_none_after_five_attempts()
    {
        var clock = new Clock();
        var count = 0;
        var latency = Latency.Measure(() => clock.Spend(count++ % 7 == 0 ? 90_000 : 9_000), clock, CancellationToken.None);
        latency.Microseconds.ShouldBeNull();
        latency.Attempts.ShouldBe(5);
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
