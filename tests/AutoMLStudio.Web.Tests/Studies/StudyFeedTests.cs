using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AutoMLStudio.Web.Tests.Studies;

public sealed class StudyFeedTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StudyFeed _feed;

    public StudyFeedTests() => _feed = new(_time, NullLogger<StudyFeed>.Instance);

    [Fact]
    public void A_subscriber_hears_of_the_last_of_many_changes_once_an_interval()
    {
        var heard = new List<StudyChange>();
        using var subscription = _feed.Subscribe(1, c => Hear(heard, c));
        for (var sequence = 1; sequence <= 5; sequence++) _feed.Publish(new(1, sequence));
        _feed.Publish(new(2, 9));
        heard.ShouldBeEmpty();
        _time.Advance(StudyFeed.Interval);
        heard.ShouldBe([new(1, 5)]);
        _time.Advance(StudyFeed.Interval);
        heard.Count.ShouldBe(1);
    }

    [Fact]
    public void A_change_that_is_behind_does_not_hide_a_later_one()
    {
        var heard = new List<StudyChange>();
        using var subscription = _feed.Subscribe(null, c => Hear(heard, c));
        _feed.Publish(new(1, 20));
        _feed.Publish(new(1, 18));
        _time.Advance(StudyFeed.Interval);
        heard.ShouldBe([new(1, 20)]);
    }

    [Fact]
    public void A_subscriber_that_fails_on_one_study_hears_of_the_next()
    {
        var heard = new List<StudyChange>();
        using var subscription = _feed.Subscribe(null, c => c.StudyId == 1 ? throw new InvalidOperationException("gone") : Hear(heard, c));
        _feed.Publish(new(1, 1));
        _feed.Publish(new(2, 1));
        _time.Advance(StudyFeed.Interval);
        heard.ShouldBe([new(2, 1)]);
    }

    [Fact]
    public void Who_has_left_hears_nothing_more()
    {
        var heard = new List<StudyChange>();
        var subscription = _feed.Subscribe(1, c => Hear(heard, c));
        _feed.Publish(new(1, 1));
        subscription.Dispose();
        _time.Advance(StudyFeed.Interval);
        heard.ShouldBeEmpty();
    }

    private static Task Hear(List<StudyChange> heard, StudyChange change)
    {
        heard.Add(change);
        return Task.CompletedTask;
    }
}
