using AutoMLStudio.Datasets.Profiles;
using FsCheck;
using FsCheck.Xunit;

namespace AutoMLStudio.Datasets.Tests.Profiles;

public sealed class GrowingHistogramTests
{
    [Fact]
    public void Bins_have_equal_widths_and_lie_side_by_side()
    {
        // By hand: 0 to 99 fit into 32 bins of width 4, of which 25 are used; halving them would take 50.
        var bins = Fill(Enumerable.Range(0, 100).Select(i => (double)i)).Bins();
        bins.Count.ShouldBe(25);
        bins.ShouldAllBe(b => b.Count == 4 && b.To - b.From == 4);
        bins[0].From.ShouldBe(0);
    }

    [Fact]
    public void One_value_is_one_bin() => Fill([7.25, 7.25]).Bins().Single().Count.ShouldBe(2);

    [Fact]
    public void Negative_numbers_and_zero_are_in_their_bins()
    {
        var bins = Fill([-1000, 0, 1000]).Bins();
        bins.Count.ShouldBeLessThanOrEqualTo(GrowingHistogram.MostBins);
        bins.Sum(b => b.Count).ShouldBe(3);
        bins[0].From.ShouldBeLessThanOrEqualTo(-1000);
        bins[^1].To.ShouldBeGreaterThan(1000);
    }

    [Property(MaxTest = 300)]
    public void No_number_is_lost_and_each_lies_in_its_bin(NormalFloat[] numbers)
    {
        var values = numbers.Select(n => n.Get).Where(v => Math.Abs(v) < 1e300).ToArray();
        var bins = Fill(values).Bins();
        bins.Count.ShouldBeLessThanOrEqualTo(GrowingHistogram.MostBins);
        foreach (var bin in bins) bin.Count.ShouldBe(values.Count(v => v >= bin.From && v < bin.To));
        bins.Sum(b => b.Count).ShouldBe(values.Length);
    }

    private static GrowingHistogram Fill(IEnumerable<double> values)
    {
        var histogram = new GrowingHistogram();
        foreach (var value in values) histogram.Add(value);
        return histogram;
    }
}
