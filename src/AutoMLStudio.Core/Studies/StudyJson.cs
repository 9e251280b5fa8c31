using System.Text.Json;
using System.Text.Json.Serialization;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>
/// The one JSON form of events, reports, configurations and what is made of them: in the database, over HTTP and on the command line. Names are in
/// snake case, enumerations are texts, and numbers that JSON has no literal for are the texts <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>.
/// </summary>
public static class StudyJson
{
    /// <summary>The shared options; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Shared();

    /// <summary>Sets <paramref name="options"/> to the shared form, for frameworks that bring their own instance.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
        // A database or a client may reorder the properties of an object: the discriminator need not come first.
        options.AllowOutOfOrderMetadataProperties = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new ConfigurationConverter());
        options.Converters.Add(new ParameterValueConverter());
    }

    private static JsonSerializerOptions Shared()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class ConfigurationConverter : JsonConverter<Configuration>
    {
        public override Configuration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var json = JsonElement.ParseValue(ref reader);
            return Configuration.FromJson(json)
                ?? throw new JsonException($"A configuration is an object of numbers, texts and flags; received {json.GetRawText()}.");
        }

        public override void Write(Utf8JsonWriter writer, Configuration value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, parameter) in value)
            {
                writer.WritePropertyName(name);
                ParameterValueConverter.Write(writer, parameter);
            }
            writer.WriteEndObject();
        }
    }

    private sealed class ParameterValueConverter : JsonConverter<ParameterValue>
    {
        public override ParameterValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var json = JsonElement.ParseValue(ref reader);
            return ParameterValue.FromJson(json)
                ?? throw new JsonException(
                    $"A parameter's value is a finite number, a text, a flag or an architecture; received {json.GetRawText()}.");
        }

        public override void Write(Utf8JsonWriter writer, ParameterValue value, JsonSerializerOptions options) => Write(writer, value);

        internal static void Write(Utf8JsonWriter writer, ParameterValue value)
        {
            switch (value.Kind)
            {
                case ValueKind.Number:
                    writer.WriteNumberValue(value.Number);
                    break;
                case ValueKind.Flag:
                    writer.WriteBooleanValue(value.Flag);
                    break;
                case ValueKind.Text:
                    writer.WriteStringValue(value.Text);
                    break;
                default:
                    value.ToJson().WriteTo(writer);
                    break;
            }
        }
    }
}
