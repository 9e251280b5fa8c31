using System.Text.Json;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>What every store of studies must do. A suite for a store inherits it and says how to get one.</summary>
public abstract class StudyStoreContract
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static readonly Objective[] Objectives = [new("accuracy", Direction.Maximize)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A store, and the identity of a study in it that has no events yet and whose objective is to maximise <c>accuracy</c>.</summary>
    protected abstract Task<(IStudyStore Store, long StudyId)> NewStudyAsync();

    /// <summary>A second way to the same data, as another process would have it; the same store where there is only one.</summary>
    protected virtual IStudyStore Another(IStudyStore store) => store;

    [Fact]
    public async Task A_study_without_events_loads_none()
    {
        var (store, study) = await NewStudyAsync();
        (await store.LoadAsync(study, 0, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_of_every_kind_read_back_as_they_were_written()
    {
        var (store, study) = await NewStudyAsync();
        var configuration = new Configuration(new Dictionary<string, ParameterValue>
        {
            ["rate"] = 0.1,
            ["layers"] = 3.0,
            ["optimizer"] = "ad\"am\u00e9",
            ["bias"] = true,
            ["cell"] = new Architecture("chain", """{"layers":[1,2]}"""),
        });
        var metrics = new Dictionary<string, double>
        {
            ["accuracy"] = double.NaN, ["loss"] = double.PositiveInfinity, ["tiny"] = 5e-324, ["low"] = double.NegativeInfinity,
        };
        StudyEvent[] events = Numbered(1,
            new StudyStateChanged(StudyState.Running, null),
            new TrialStarted(0, configuration, 27),
            new TrialReported(0, new(1.5, new Dictionary<string, double> { ["accuracy"] = 1.0 / 3 }, 0.25)),
            new TrialEnded(0, TrialState.Paused, "a rung"),
            new TrialResumed(0, 27, 1),
            new TrialReported(0, new(3, metrics)),
            new TrialEnded(0, TrialState.Failed, "accuracy is NaN"),
            new SnapshotTaken("cell", 0, JsonElement.Parse("""{"nodes":[1,2]}""")),
            new SnapshotTaken("cell", null, JsonElement.Parse("[]")),
            new StudyStateChanged(StudyState.Failed, "no \u2028 reason"));
        await store.AppendAsync(await store.ClaimAsync(study, Token), events, Token);
        (await Another(store).LoadAsync(study, 0, Token)).Select(Text).ShouldBe(events.Select(Text));
    }

    [Fact]
    public async Task The_history_is_the_same_before_and_after()
    {
        var (store, study) = await NewStudyAsync();
        StudyEvent[] events = Numbered(1, [new StudyStateChanged(StudyState.Running, null), .. Trial(0, 0.5), .. Trial(1, 0.75)]);
        await store.AppendAsync(await store.ClaimAsync(study, Token), events, Token);
        var (before, after) = (History.Of(Objectives, events), History.Of(Objectives, await store.LoadAsync(study, 0, Token)));
        (after.Best?.Number, after.Best?.Loss, after.Sequence, after.RunningTime)
            .ShouldBe((before.Best?.Number, before.Best?.Loss, before.Sequence, before.RunningTime));
        after.Trials.Select(t => t.Configuration).ShouldBe(before.Trials.Select(t => t.Configuration));
    }

    [Fact]
    public async Task Events_after_a_sequence_number_can_be_read_alone()
    {
        var (store, study) = await NewStudyAsync();
        await store.AppendAsync(await store.ClaimAsync(study, Token), Numbered(1, [.. Trial(0, 1), .. Trial(1, 1)]), Token);
        (await store.LoadAsync(study, 4, Token)).Select(e => e.Sequence).ShouldBe([5, 6]);
        (await store.LoadAsync(study, 6, Token)).ShouldBeEmpty();
        (await store.LoadAsync(study, 1_000, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Batches_continue_each_other()
    {
        var (store, study) = await NewStudyAsync();
        var lease = await store.ClaimAsync(study, Token);
        for (var number = 0; number < 10; number++) await store.AppendAsync(lease, Numbered(number * 3 + 1, Trial(number, 1)), Token);
        await store.AppendAsync(lease, [], Token);
        (await store.LoadAsync(study, 0, Token)).Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, 30).Select(i => (long)i));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_batch_that_does_not_continue_the_log_is_refused_as_a_whole(long first)
    {
        var (store, study) = await NewStudyAsync();
        var lease = await store.ClaimAsync(study, Token);
        await store.AppendAsync(lease, Numbered(1, Trial(0, 1)), Token);
        await Should.ThrowAsync<InvalidOperationException>(() => store.AppendAsync(lease, Numbered(first, Trial(1, 1)), Token));
        (await store.LoadAsync(study, 0, Token)).Count.ShouldBe(3);
        await store.AppendAsync(lease, Numbered(4, Trial(1, 1)), Token);
        (await store.LoadAsync(study, 0, Token)).Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_batch_with_a_gap_inside_is_refused_as_a_whole()
    {
        var (store, study) = await NewStudyAsync();
        var lease = await store.ClaimAsync(study, Token);
        var events = Numbered(1, Trial(0, 1));
        await Should.ThrowAsync<InvalidOperationException>(() => store.AppendAsync(lease, [events[0], events[2]], Token));
        (await store.LoadAsync(study, 0, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_writer_that_claimed_last_can_write()
    {
        var (store, study) = await NewStudyAsync();
        var first = await store.ClaimAsync(study, Token);
        await store.AppendAsync(first, Numbered(1, Trial(0, 1)), Token);
        var other = Another(store);
        var second = await other.ClaimAsync(study, Token);
        second.Epoch.ShouldBeGreaterThan(first.Epoch);
        await Should.ThrowAsync<LeaseLostException>(() => store.AppendAsync(first, Numbered(4, Trial(1, 1)), Token));
        await other.AppendAsync(second, Numbered(4, Trial(1, 0.5)), Token);
        await Should.ThrowAsync<LeaseLostException>(() => store.AppendAsync(first, Numbered(7, Trial(2, 1)), Token));
        (await store.LoadAsync(study, 0, Token)).Count.ShouldBe(6);
    }

    [Fact]
    public async Task Of_writers_at_the_same_time_one_succeeds()
    {
        var (store, study) = await NewStudyAsync();
        var lease = await store.ClaimAsync(study, Token);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await Another(store).AppendAsync(lease, Numbered(1, Trial(0, i)), Token);
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }));
        outcomes.Count(o => o).ShouldBe(1);
        (await store.LoadAsync(study, 0, Token)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Studies_do_not_mix()
    {
        var (store, one) = await NewStudyAsync();
        var (other, two) = await NewStudyAsync();
        await store.AppendAsync(await store.ClaimAsync(one, Token), Numbered(1, Trial(0, 1)), Token);
        var lease = await other.ClaimAsync(two, Token);
        (await other.LoadAsync(two, 0, Token)).ShouldBeEmpty();
        await other.AppendAsync(lease, Numbered(1, [.. Trial(0, 0.25), .. Trial(1, 0.5)]), Token);
        (await store.LoadAsync(one, 0, Token)).Count.ShouldBe(3);
        (await other.LoadAsync(two, 0, Token)).Count.ShouldBe(6);
    }

    private static StudyEvent[] Numbered(long first, params StudyEvent[] events) =>
        [.. events.Select((e, i) => e with { Sequence = first + i, At = Start.AddSeconds(first + i) })];

    private static StudyEvent[] Trial(int number, double accuracy) =>
    [
        new TrialStarted(number, new([new("rate", 0.1 * number)]), 1),
        new TrialReported(number, new(1, new Dictionary<string, double> { ["accuracy"] = accuracy }, 0.5)),
        new TrialEnded(number, TrialState.Completed, null),
    ];

    private static string Text(StudyEvent studyEvent) => JsonSerializer.Serialize(studyEvent, StudyJson.Options);
}
