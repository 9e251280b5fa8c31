using System.Globalization;
using AutoMLStudio.Web.Components;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class ReasonsTests
{
    [Theory]
    [InlineData("The budget of 60 trials is spent.", "시행 예산 60개를 모두 썼습니다.")]
    [InlineData("Evaluated with 0.25 of 1 units, as the sampler chose.", "샘플러가 정한 대로 1단위 중 0.25단위로 평가했습니다.")]
    [InlineData("Waits at rung 1 of bracket 3 (3 units).", "브래킷 3의 단 1에서 기다립니다(3 units).")]
    [InlineData("Its loss, 0.25, was not among the best 9 at rung 0 (1 unit).", "단 0(1 unit)에서 loss 값 0.25은(는) 상위 9개에 들지 못했습니다.")]
    [InlineData("Its best loss by step 4, 0.3, is worse than 0.2, the median of 7 trials.", "4단계까지의 최고 loss 값 0.3은(는) 시행 7개의 중앙값 0.2보다 나쁩니다.")]
    public void A_reason_of_the_studio_is_said_in_the_viewers_language(string reason, string korean)
    {
        Reasons.Of(reason).ShouldBe(reason);
        In("ko", () => Reasons.Of(reason)).ShouldBe(korean);
    }

    [Fact]
    public void What_a_program_said_stays_as_it_is()
    {
        const string said = "Exit code 3.\nTraceback: The budget of 60 trials is spent.";
        In("ko", () => Reasons.Of(said)).ShouldBe(said);
        Reasons.Of(null).ShouldBeNull();
    }

    private static string? In(string culture, Func<string?> say)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            return say();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
