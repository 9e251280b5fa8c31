using System.Globalization;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Components.Shared;

/// <summary>Numbers, times and states as a person reads them.</summary>
internal static class Wording
{
    /// <summary>Four significant digits; powers of ten only where plain digits would be long.</summary>
    public static string Number(double? value, int digits = 4)
    {
        if (value is not { } number) return "–";
        if (double.IsNaN(number)) return "NaN";
        if (double.IsInfinity(number)) return number > 0 ? "∞" : "−∞";
        var size = Math.Abs(number);
        var text = size != 0 && (size >= 1e6 || size < 1e-3)
            ? number.ToString("0." + new string('#', digits - 1) + "e0", CultureInfo.InvariantCulture)
            : number.ToString("G" + Math.Max(digits, size >= 1 ? (int)Math.Log10(size) + 1 : 1), CultureInfo.InvariantCulture);
        return text.Replace('-', '−');
    }

    /// <summary>The two largest units: <c>1 h 05 min</c>, <c>42 s</c>.</summary>
    public static string Duration(TimeSpan? time) => time switch
    {
        null => "–",
        { TotalSeconds: < 1 } t => $"{Math.Max(0, t.TotalMilliseconds):0} ms",
        { TotalSeconds: < 10 } t => $"{t.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s",
        { TotalMinutes: < 1 } t => $"{t.Seconds} s",
        { TotalHours: < 1 } t => $"{t.Minutes} min {t.Seconds:00} s",
        { TotalDays: < 1 } t => $"{t.Hours} h {t.Minutes:00} min",
        { } t => $"{(int)t.TotalDays} d {t.Hours} h",
    };

    /// <summary>How long ago: <c>just now</c>, <c>5 min ago</c>, a date when it is older than a week.</summary>
    public static string Age(DateTimeOffset then, DateTimeOffset now) => (now - then) switch
    {
        { TotalSeconds: < 60 } => "just now",
        { TotalHours: < 1 } t => $"{(int)t.TotalMinutes} min ago",
        { TotalDays: < 1 } t => $"{(int)t.TotalHours} h ago",
        { TotalDays: < 8 } t => $"{(int)t.TotalDays} d ago",
        _ => then.ToString("d MMM yyyy", CultureInfo.InvariantCulture),
    };

    /// <summary>Trials ended, of how many.</summary>
    public static string Trials(int finished, int? budget) => (finished, budget) switch
    {
        (_, { } all) => $"{finished:N0} of {all:N0} trials",
        (1, null) => "1 trial",
        _ => $"{finished:N0} trials",
    };

    /// <summary>True while the study is being worked on or is about to be.</summary>
    public static bool IsActive(this StudyState state) => state is StudyState.Queued or StudyState.Running;

    /// <summary>True when nothing more happens in the study by itself.</summary>
    public static bool HasEnded(this StudyState state) => state is StudyState.Completed or StudyState.Stopped or StudyState.Failed;
}
