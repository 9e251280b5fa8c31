using System.Globalization;
using AutoMLStudio.Core.Studies;
using Microsoft.Extensions.Localization;

namespace AutoMLStudio.Web.Components.Shared;

/// <summary>Numbers, times and states as a person reads them, in the language of the circuit.</summary>
internal static class Wording
{
    private static readonly IStringLocalizer T = Texts.Localizer;

    private static readonly Dictionary<string, string> States = new(StringComparer.OrdinalIgnoreCase)
    {
        ["created"] = Texts.Of("Created"),
        ["queued"] = Texts.Of("Queued"),
        ["running"] = Texts.Of("Running"),
        ["paused"] = Texts.Of("Paused"),
        ["stopped"] = Texts.Of("Stopped"),
        ["cancelled"] = Texts.Of("Cancelled"),
        ["completed"] = Texts.Of("Completed"),
        ["failed"] = Texts.Of("Failed"),
    };

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
        { TotalSeconds: < 10 } t => T["{0} s", t.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)],
        { TotalMinutes: < 1 } t => T["{0} s", t.Seconds],
        { TotalHours: < 1 } t => T["{0} min {1:00} s", t.Minutes, t.Seconds],
        { TotalDays: < 1 } t => T["{0} h {1:00} min", t.Hours, t.Minutes],
        { } t => T["{0} d {1} h", (int)t.TotalDays, t.Hours],
    };

    /// <summary>A size in powers of 1,024: <c>532 B</c>, <c>1.5 MB</c>, <c>24 GB</c>.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var size = (double)bytes;
        var unit = 0;
        for (; size >= 1000 && unit < units.Length - 1; unit++) size /= 1024;
        return $"{size.ToString(unit == 0 || size >= 10 ? "0" : "0.0", CultureInfo.InvariantCulture)} {units[unit]}";
    }

    /// <summary>How long ago: <c>just now</c>, <c>5 min ago</c>, a date when it is older than a week.</summary>
    public static string Age(DateTimeOffset then, DateTimeOffset now) => (now - then) switch
    {
        { TotalSeconds: < 60 } => T["just now"],
        { TotalHours: < 1 } t => T["{0} min ago", (int)t.TotalMinutes],
        { TotalDays: < 1 } t => T["{0} h ago", (int)t.TotalHours],
        { TotalDays: < 8 } t => T["{0} d ago", (int)t.TotalDays],
        _ => Date(then),
    };

    /// <summary>A day: <c>25 Oct 2026</c>.</summary>
    public static string Date(DateTimeOffset day) => Texts.Language == "ko"
        ? day.ToString("yyyy'년 'M'월 'd'일'", CultureInfo.InvariantCulture)
        : day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A moment to the second, with its distance from UTC: <c>25 Oct 2026, 14:05:09 (UTC+09:00)</c>.</summary>
    public static string Moment(DateTimeOffset moment) =>
        $"{Date(moment)}{(Texts.Language == "ko" ? " " : ", ")}"
        + moment.ToString("HH':'mm':'ss' (UTC'zzz')'", CultureInfo.InvariantCulture);

    /// <summary>Trials ended, of how many.</summary>
    public static string Trials(int finished, int? budget) => (finished, budget) switch
    {
        (_, { } all) => T["{0:N0} of {1:N0} trials", finished, all],
        (1, null) => T["1 trial"],
        _ => T["{0:N0} trials", finished],
    };

    /// <summary>A state of a study or a trial as its enumeration or the API names it, in words; what is unknown stays as it is.</summary>
    public static string State(string state) => States.TryGetValue(state, out var english) ? T[english] : state;

    /// <summary>True while the study is being worked on or is about to be.</summary>
    public static bool IsActive(this StudyState state) => state is StudyState.Queued or StudyState.Running;

    /// <summary>True when nothing more happens in the study by itself.</summary>
    public static bool HasEnded(this StudyState state) => state is StudyState.Completed or StudyState.Stopped or StudyState.Failed;
}
