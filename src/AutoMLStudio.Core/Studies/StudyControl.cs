namespace AutoMLStudio.Core.Studies;

/// <summary>What a person wishes of a running study; a later wish may only be stronger.</summary>
public enum StudyWish
{
    /// <summary>Go on.</summary>
    None,
    /// <summary>Running trials halt at their next report with their checkpoints; the study can be resumed.</summary>
    Pause,
    /// <summary>Running trials finish, no further one starts.</summary>
    Stop,
    /// <summary>Running trials are cancelled at once.</summary>
    Cancel,
}

/// <summary>Carries wishes into a running study from any thread.</summary>
public sealed class StudyControl
{
    private readonly Lock _gate = new();
    private Action? _changed;

    /// <summary>The strongest wish so far.</summary>
    public StudyWish Wish { get; private set; }

    /// <summary>Asks for <paramref name="wish"/>; a weaker one than the present is ignored.</summary>
    public void Ask(StudyWish wish)
    {
        Action? changed;
        lock (_gate)
        {
            if (wish <= Wish) return;
            Wish = wish;
            changed = _changed;
        }
        changed?.Invoke();
    }

    internal void OnChange(Action changed)
    {
        lock (_gate) _changed = changed;
        if (Wish != StudyWish.None) changed();
    }
}
