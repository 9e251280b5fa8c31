using AutoMLStudio.Web.Components.Shared;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class WordingTests
{
    [Theory]
    [InlineData(null, "–")]
    [InlineData(0.0, "0")]
    [InlineData(0.125, "0.125")]
    [InlineData(-6.020741, "−6.021")]
    [InlineData(123456.0, "123456")]
    [InlineData(0.000123456, "1.235e−4")]
    [InlineData(2.5e9, "2.5e9")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Numbers_are_short_and_exact_enough(double? number, string text) => Wording.Number(number).ShouldBe(text);

    [Theory]
    [InlineData(0.25, "250 ms")]
    [InlineData(4.24, "4.2 s")]
    [InlineData(42, "42 s")]
    [InlineData(125, "2 min 05 s")]
    [InlineData(3900, "1 h 05 min")]
    [InlineData(180000, "2 d 2 h")]
    public void Durations_show_two_units(double seconds, string text) => Wording.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Theory]
    [InlineData(5, "just now")]
    [InlineData(300, "5 min ago")]
    [InlineData(7200, "2 h ago")]
    [InlineData(259200, "3 d ago")]
    [InlineData(2592000, "25 Oct 2026")]
    public void Ages_become_dates_after_a_week(double seconds, string text)
    {
        var now = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        Wording.Age(now.AddSeconds(-seconds), now).ShouldBe(text);
    }
}
