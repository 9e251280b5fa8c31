using System.Globalization;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Surrogates;

/// <summary>Reads which parameters are asked for and where the others are to be held, and keeps every fault.</summary>
internal sealed class SurrogateQuestion(long studyId, SearchSpace space)
{
    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>The parameter of the first axis; the first with numbers when none is named.</summary>
    public string First(string? name) =>
        Named("parameter", name ?? (space.Parameters.FirstOrDefault(IsNumber) ?? space.Parameters[0]).Name);

    /// <summary>The parameter of the second axis, another than the first.</summary>
    public string Second(string name, string? first)
    {
        if (name == First(first)) _faults.Add(new("and", $"'{name}' is the first axis already; another parameter is expected."));
        return Named("and", name);
    }

    /// <summary>Values by name of the parameter.</summary>
    public Configuration Given(IEnumerable<KeyValuePair<string, string>> texts)
    {
        var given = Configuration.Empty;
        foreach (var (name, text) in texts)
        {
            var field = $"at.{name}";
            if (space.Find(Named(field, name)) is not { } parameter) continue;
            if (Value(parameter, text) is { } value) given = given.With(name, value);
            else _faults.Add(new(field, $"'{text}' is not accepted: {parameter.Domain} is expected."));
        }
        return given;
    }

    private static bool IsNumber(Parameter parameter) => parameter is FloatParameter or IntParameter && parameter.Name != BudgetAxis.Key;

    private string Named(string field, string name)
    {
        if (space.Find(name) is null)
        {
            var names = string.Join(", ", space.Parameters.Select(p => p.Name));
            _faults.Add(new(field, $"'{name}' is no parameter of study {studyId}; one of {names} is expected."));
        }
        return name;
    }

    // A number within the bounds of a parameter with steps means the step next to it: a slider need not know the steps.
    private static ParameterValue? Value(Parameter parameter, string text)
    {
        if (parameter is ChoiceParameter choice)
        {
            foreach (var known in choice.Choices)
                if (known.ToString() == text) return known;
            return null;
        }
        var (low, high) = parameter switch
        {
            FloatParameter p => (p.Low, p.High),
            IntParameter p => (p.Low, (double)p.High),
            _ => (1, 0),
        };
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high
            ? (ParameterValue?)parameter.FromUnit(parameter.ToUnit(number)) : null;
    }
}
