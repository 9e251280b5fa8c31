using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>What a scheduler wants a free worker to do: a closed family.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>Start a new trial up to <paramref name="Budget"/> units.</summary>
    public sealed record Start(Configuration Configuration, double Budget) : Decision;

    /// <summary>Continue a paused trial up to <paramref name="Budget"/> units in all.</summary>
    public sealed record Resume(int Number, double Budget) : Decision;

    /// <summary>End a paused trial that will not go on: it counts as stopped, with the value of its last report.</summary>
    /// <param name="Number">The trial.</param>
    /// <param name="Reason">Why, in words for the person.</param>
    public sealed record End(int Number, string Reason) : Decision;

    /// <summary>Nothing to do until a running trial reports.</summary>
    public sealed record Wait : Decision;

    /// <summary>The study needs no further trial; running ones finish.</summary>
    /// <param name="Reason">Why, in words for the person.</param>
    public sealed record Done(string Reason) : Decision;
}

/// <summary>What a scheduler says of a running trial.</summary>
/// <param name="Action">Continue, pause (its checkpoint is kept) or stop for good.</param>
/// <param name="Reason">Why, in words for the person; null when it continues.</param>
public sealed record Verdict(VerdictAction Action, string? Reason = null)
{
    /// <summary>Go on.</summary>
    public static Verdict Continue { get; } = new(VerdictAction.Continue);
}

/// <summary>The three verdicts on a running trial.</summary>
public enum VerdictAction
{
    /// <summary>Go on.</summary>
    Continue,
    /// <summary>Keep the checkpoint; the trial may be resumed.</summary>
    Pause,
    /// <summary>End the trial; its last value counts as a stopped one.</summary>
    Stop,
}
