namespace AutoMLStudio.Core.Studies;

/// <summary>
/// How good a trial's value is among others, the smallest the best: one that breaks no outcome constraint before one that breaks any, two of the
/// first kind by their loss, two of the other by how much they are beyond the bounds in all ([Deb2002], section VI), and by the loss where that is equal.
/// </summary>
/// <param name="Violation">Sum of the violations, each in the unit of its metric; 0 for a feasible trial.</param>
/// <param name="Loss">The first loss.</param>
public readonly record struct Standing(double Violation, double Loss) : IComparable<Standing>
{
    /// <inheritdoc/>
    public int CompareTo(Standing other)
    {
        var order = Violation.CompareTo(other.Violation);
        return order != 0 ? order : Loss.CompareTo(other.Loss);
    }

    /// <summary>True when the first is better.</summary>
    public static bool operator <(Standing a, Standing b) => a.CompareTo(b) < 0;

    /// <summary>True when the first is worse.</summary>
    public static bool operator >(Standing a, Standing b) => a.CompareTo(b) > 0;

    /// <summary>True when the first is no worse.</summary>
    public static bool operator <=(Standing a, Standing b) => a.CompareTo(b) <= 0;

    /// <summary>True when the first is no better.</summary>
    public static bool operator >=(Standing a, Standing b) => a.CompareTo(b) >= 0;
}
