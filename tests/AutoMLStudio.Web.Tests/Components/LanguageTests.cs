using System.Globalization;
using System.Net;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Components.Shared;

namespace AutoMLStudio.Web.Tests.Components;

[Collection(StudioCollection.Name)]
public sealed class LanguageTests(StudioFixture studio)
{
    [Theory]
    [InlineData("ko-KR,ko;q=0.9,en;q=0.8", "ko")]
    [InlineData("ko-KR", "ko")]
    [InlineData("en-GB,en;q=0.9,ko;q=0.1", "en")]
    [InlineData("eo", "en")]
    public async Task A_page_speaks_the_language_that_the_browser_asks_for(string accepted, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        using var response = await studio.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var html = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        html.ShouldContain($"<html lang=\"{language}\"");
        html.Contains("스튜디오가 응답하지 않습니다.", StringComparison.Ordinal).ShouldBe(language == "ko");
    }

    [Fact]
    public void Times_and_states_follow_the_language_and_decimal_points_do_not()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = new("ko");
            Wording.Duration(TimeSpan.FromSeconds(3900)).ShouldBe("1시간 05분");
            Wording.State("completed").ShouldBe("완료됨");
            Wording.Date(new(2026, 11, 4, 0, 0, 0, TimeSpan.Zero)).ShouldBe("2026년 11월 4일");
            Wording.Number(0.5).ShouldBe("0.5");
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
