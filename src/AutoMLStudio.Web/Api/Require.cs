using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Api;

/// <summary>What a request must hold to.</summary>
internal static class Require
{
    /// <summary>Refuses a parameter of a request.</summary>
    /// <exception cref="StudyFileException">It does not hold; the fault names the parameter.</exception>
    public static void That(bool holds, string field, object? value, string expected)
    {
        if (!holds) throw new StudyFileException([new(field, $"{value} is not accepted: {expected} is expected.")]);
    }

    /// <summary>There is no such study.</summary>
    public static StudyRequestException Missing(long id) => new($"There is no study {id}.", isMissing: true);
}
