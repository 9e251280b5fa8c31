using AutoMLStudio.Web.Components.Shared;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class WhenTests : PageTest
{
    [Fact]
    public void A_time_is_told_in_the_viewers_zone_and_ages_by_itself()
    {
        var time = Render<When>(when => when.Add(w => w.At, Time.GetUtcNow().AddSeconds(-100)));
        time.Find("time").TextContent.ShouldBe("1 min ago");
        time.Find("time").GetAttribute("title").ShouldBe("24 Nov 2026, 11:58:20 (UTC+00:00)");
        Services.GetRequiredService<ViewerClock>().Use("Asia/Seoul");
        time.WaitForAssertion(() => time.Find("time").GetAttribute("title").ShouldBe("24 Nov 2026, 20:58:20 (UTC+09:00)"));
        Time.Advance(TimeSpan.FromSeconds(60));
        time.WaitForAssertion(() => time.Find("time").TextContent.ShouldBe("2 min ago"));
    }

    [Fact]
    public void A_zone_that_this_machine_does_not_know_leaves_times_in_utc()
    {
        Services.GetRequiredService<ViewerClock>().Use("Mars/Olympus");
        Render<When>(when => when.Add(w => w.At, Time.GetUtcNow()).Add(w => w.Absolute, true)).Find("time").TextContent
            .ShouldBe("24 Nov 2026, 12:00:00 (UTC+00:00)");
    }

    [Fact]
    public void No_moment_is_a_dash() => Render<When>(when => when.Add(w => w.At, null)).Find("span").TextContent.ShouldBe("–");
}
