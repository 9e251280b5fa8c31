namespace AutoMLStudio.Surrogates.Environments;

/// <summary>Parts of a budget.</summary>
internal static class Budgets
{
    /// <summary>
    /// From the smallest share to the whole, each √2 times the one before. Where the whole is a whole number above 1 the others are whole too: epochs
    /// cannot be divided.
    /// </summary>
    public static IReadOnlyList<double> Between(double smallestShare, double whole)
    {
        var steps = (int)Math.Round(2 * Math.Log2(1 / smallestShare));
        return [.. Enumerable.Range(0, steps + 1).Select(i => Part(Math.Pow(smallestShare, 1 - (double)i / steps), whole)).Distinct().Order()];
    }

    /// <summary>Position of the budget that is nearest to this one in the logarithm.</summary>
    public static int Nearest(IReadOnlyList<double> budgets, double budget) =>
        Enumerable.Range(0, budgets.Count).MinBy(i => Math.Abs(Math.Log(budgets[i] / budget)));

    /// <summary>A share of the whole, at least one unit where units cannot be divided.</summary>
    public static double Part(double share, double whole) =>
        whole > 1 && whole == Math.Floor(whole) ? Math.Max(1, Math.Round(share * whole)) : share * whole;
}
