namespace AutoMLStudio.Web.Components.Shared;

/// <summary>An entry of an <see cref="ActionMenu"/>: a link when it has an address, a button otherwise.</summary>
/// <param name="Text">What it says.</param>
public sealed record MenuAction(string Text)
{
    /// <summary>Where it leads.</summary>
    public string? Address { get; init; }

    /// <summary>What it does.</summary>
    public Func<Task>? Chosen { get; init; }

    /// <summary>More of it on hover, such as why it is disabled.</summary>
    public string? Hint { get; init; }

    /// <summary>True when it cannot be chosen now.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>True for what cannot be undone.</summary>
    public bool IsDangerous { get; init; }
}
