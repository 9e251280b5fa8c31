using AutoMLStudio.Storage.Studies;
using AutoMLStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoMLStudio.Storage.Tests.Studies;

public sealed class TrialLogsTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    private readonly TestDatabase _database = fixture.Database;

    [Fact]
    public async Task Lines_are_kept_in_order_and_of_each_trial_the_last_thousand()
    {
        var study = await StudyKit.AddStudyAsync(_database);
        await WriteAsync(study, log =>
        {
            for (var i = 0; i < 700; i++) log.Write(3, $"line {i}");
            log.Write(4, "another trial");
        });
        await WriteAsync(study, log =>
        {
            for (var i = 700; i < 2500; i++) log.Write(3, $"line {i}");
        });
        (await LinesAsync(study, 3)).ShouldBe(Enumerable.Range(1500, 1000).Select(i => $"line {i}"));
        (await LinesAsync(study, 4)).ShouldBe(["another trial"]);
    }

    [Fact]
    public async Task Lines_of_a_study_that_was_deleted_take_no_others_with_them()
    {
        var study = await StudyKit.AddStudyAsync(_database);
        await using (var logs = Logs())
        {
            logs.Of(987654321).Write(0, "lost");
            logs.Of(study).Write(0, "kept");
        }
        (await LinesAsync(study, 0)).ShouldBe(["kept"]);
    }

    [Theory]
    [InlineData("\e[31mred\e[0m and \e]0;title\aplain", "red and plain")]
    [InlineData("see \e]8;;https://example.org\e\\the page\e]8;;\e\\ for more", "see the page for more")]
    [InlineData("cut \e]8;;https://exam", "cut ")]
    [InlineData(" 10%\r 50%\r100%\r", "100%")]
    [InlineData("a\0b\tc", "a\uFFFDb\tc")]
    public void What_a_terminal_would_swallow_is_not_kept(string written, string kept) => LogLine.Clean(written).ShouldBe(kept);

    [Fact]
    public void Half_a_character_is_none() => LogLine.Clean("c" + '\ud83d').ShouldBe("c\uFFFD");

    [Fact]
    public void A_line_that_is_too_long_is_cut() => LogLine.Clean(new string('x', 10_000)).ShouldBe(new string('x', 4095) + "…");

    private TrialLogs Logs() => new(_database.Source, TimeProvider.System, NullLogger<TrialLogs>.Instance);

    private async Task WriteAsync(long study, Action<Core.Studies.ITrialLog> write)
    {
        await using var logs = Logs();
        write(logs.Of(study));
    }

    private async Task<List<string>> LinesAsync(long study, int trial)
    {
        await using var context = _database.NewContext();
        return await context.TrialLogs.Where(l => l.StudyId == study && l.TrialNumber == trial).OrderBy(l => l.Id).Select(l => l.Text)
            .ToListAsync(TestContext.Current.CancellationToken);
    }
}
