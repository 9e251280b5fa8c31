namespace AutoMLStudio.Browser.Tests;

/// <summary>What the tests look for in the drawn charts.</summary>
internal static class Scripts
{
    /// <summary>Number of trials drawn in the history.</summary>
    public const string Points = "Number(document.querySelector('.history-chart')?.dataset.shown ?? 0)";

    /// <summary>Number of evaluated trials that the drawn model knows.</summary>
    public const string Observed = "Number(document.querySelector('.surrogate-view')?.dataset.known ?? 0)";

    /// <summary>The model's mean as it is drawn.</summary>
    public const string Mean = "document.querySelector('.surrogate-view .curve.mean')?.getAttribute('d') ?? ''";
}
