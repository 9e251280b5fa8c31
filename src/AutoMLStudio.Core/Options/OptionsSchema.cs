using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutoMLStudio.Core.Options;

/// <summary>What kind of value an option takes.</summary>
public enum OptionKind
{
    /// <summary>A number with a fraction.</summary>
    Number,
    /// <summary>A whole number.</summary>
    Integer,
    /// <summary>True or false.</summary>
    Flag,
    /// <summary>A text.</summary>
    Text,
    /// <summary>One of <see cref="OptionField.Choices"/>.</summary>
    Choice,
    /// <summary>A list of numbers.</summary>
    Numbers,
    /// <summary>A list of texts, of <see cref="OptionField.Choices"/> where there are any.</summary>
    Texts,
}

/// <summary>One option of a method, as the form, the reader and <c>studio methods</c> see it.</summary>
/// <param name="Key">Name in a study file: snake_case of the property's name.</param>
/// <param name="Title">Name for a person.</param>
/// <param name="Description">What it does; may be empty.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="IsOptional">True when it may be left without a value (null).</param>
/// <param name="Minimum">Smallest value of a number.</param>
/// <param name="Maximum">Largest value of a number.</param>
/// <param name="Choices">What a choice may be.</param>
/// <param name="Default">The default in JSON; null for none.</param>
public sealed record OptionField(
    string Key, string Title, string Description, OptionKind Kind, bool IsOptional, double? Minimum, double? Maximum, IReadOnlyList<string> Choices,
    JsonNode? Default)
{
    internal PropertyInfo Property { get; init; } = null!;

    /// <summary>What is accepted, in words.</summary>
    public string Domain => Kind switch
    {
        OptionKind.Flag => "true or false",
        OptionKind.Text => "a text",
        OptionKind.Choice => $"one of {string.Join(", ", Choices)}",
        OptionKind.Texts => Choices.Count > 0 ? $"a list of {string.Join(", ", Choices)}" : "a list of texts",
        OptionKind.Numbers => "a list of numbers" + Bounds,
        OptionKind.Integer => "an integer" + Bounds,
        _ => "a number" + Bounds,
    };

    private string Bounds => (Minimum, Maximum) switch
    {
        ({ } low, { } high) => $" from {low:R} to {high:R}",
        ({ } low, null) => $" of at least {low:R}",
        (null, { } high) => $" of at most {high:R}",
        _ => "",
    };
}

/// <summary>
/// The options of a method, read once from its options record: <c>[Display]</c>, <c>[Range]</c>, <c>[AllowedValues]</c> and defaults.
/// </summary>
public static class OptionsSchema
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<OptionField>> Cache = new();

    /// <summary>The fields of an options record, in the order of declaration. Properties of other types than options have are no fields.</summary>
    public static IReadOnlyList<OptionField> Of(Type optionsType) => Cache.GetOrAdd(optionsType, static type =>
    {
        var defaults = Activator.CreateInstance(type);
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite);
        return [.. properties.Select(p => Field(p, defaults)).OfType<OptionField>()];
    });

    /// <summary>snake_case, as study files spell names.</summary>
    public static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static OptionField? Field(PropertyInfo property, object? defaults)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var element = ElementOf(type);
        if (KindOf(element ?? type, element is not null) is not { } kind) return null;
        var display = property.GetCustomAttribute<DisplayAttribute>();
        var range = property.GetCustomAttribute<RangeAttribute>();
        var choices = (element ?? type).IsEnum ? Enum.GetNames(element ?? type).Select(SnakeCase).ToArray()
            : property.GetCustomAttribute<AllowedValuesAttribute>()?.Values.OfType<string>().ToArray() ?? [];
        if (choices.Length > 0 && kind == OptionKind.Text) kind = OptionKind.Choice;
        var isOptional = Nullable.GetUnderlyingType(property.PropertyType) is not null
            || (!property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable);
        return new(SnakeCase(property.Name), display?.GetName() ?? property.Name, display?.GetDescription() ?? "", kind, isOptional,
            Bound(range?.Minimum), Bound(range?.Maximum), choices, ToJson(property.GetValue(defaults)))
        { Property = property };
    }

    private static double? Bound(object? bound) => bound is null ? null : Convert.ToDouble(bound, CultureInfo.InvariantCulture) switch
    {
        double.MaxValue or double.MinValue or int.MaxValue => null,
        var value => value,
    };

    private static Type? ElementOf(Type type) => type == typeof(string) ? null
        : type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0]
        : null;

    private static OptionKind? KindOf(Type type, bool isList)
    {
        if (type == typeof(int) || type == typeof(long)) return isList ? OptionKind.Numbers : OptionKind.Integer;
        if (type == typeof(double)) return isList ? OptionKind.Numbers : OptionKind.Number;
        if (type == typeof(bool)) return isList ? null : OptionKind.Flag;
        if (type.IsEnum) return isList ? OptionKind.Texts : OptionKind.Choice;
        return type == typeof(string) ? isList ? OptionKind.Texts : OptionKind.Text : null;
    }

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        Enum e => JsonValue.Create(SnakeCase(e.ToString())),
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        System.Collections.IEnumerable list => new JsonArray([.. list.Cast<object>().Select(ToJson)]),
        _ => null,
    };
}
