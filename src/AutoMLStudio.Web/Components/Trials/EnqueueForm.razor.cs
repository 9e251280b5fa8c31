using System.Globalization;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Forms;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Studies;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using ParameterView = AutoMLStudio.Web.Studies.ParameterView;

namespace AutoMLStudio.Web.Components.Trials;

/// <summary>
/// A configuration to try, filled with that of a trial. What a field alone can tell is told beside it at once; what only the whole can, by the study's
/// space when it is sent. An empty field is a parameter that is not active.
/// </summary>
public sealed partial class EnqueueForm
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);
    private string? _fault;
    private bool _sending;

    /// <summary>The study.</summary>
    [Parameter, EditorRequired] public required StudyDetail Study { get; set; }

    /// <summary>The trial that is changed.</summary>
    [Parameter, EditorRequired] public int Parent { get; set; }

    /// <summary>Its configuration.</summary>
    [Parameter, EditorRequired] public required JsonObject Config { get; set; }

    /// <summary>True while the study runs.</summary>
    [Parameter] public bool Running { get; set; }

    /// <summary>The form is done with.</summary>
    [Parameter] public EventCallback Closed { get; set; }

    private bool Same => JsonNode.DeepEquals(Read(), Config);

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        foreach (var parameter in Study.Parameters) _texts[parameter.Name] = Text(Config[parameter.Name]);
    }

    private static string Id(ParameterView parameter) => $"enqueue-{FaultBook.Anchor(parameter.Name)}";

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonObject architecture => architecture["genotype"]?.ToString() ?? "",
        _ => OptionText.Of(value),
    };

    private string Help(ParameterView parameter)
    {
        var when = WhenText.Of(Study.Definition["space"]?[parameter.Name]?["when"]);
        var domain = parameter.Low is null ? "" : $"{Wording.Number(parameter.Low)} – {Wording.Number(parameter.High)}{(parameter.Log ? ", log" : "")}";
        return when.Length == 0 ? domain : $"{domain} {T["only when {0}", when]}".Trim();
    }

    private void Set(ParameterView parameter, string? text)
    {
        _texts[parameter.Name] = (text ?? "").Trim();
        _fault = null;
        if (FaultOf(parameter, _texts[parameter.Name]) is { } fault) _faults[parameter.Name] = fault;
        else _faults.Remove(parameter.Name);
    }

    private string? FaultOf(ParameterView parameter, string text)
    {
        if (text.Length == 0 || parameter.Low is null) return null;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return T["A number is expected."];
        if (number >= parameter.Low && number <= parameter.High && (parameter.Type != "int" || double.IsInteger(number))) return null;
        return T["A number from {0} to {1} is expected.", Wording.Number(parameter.Low), Wording.Number(parameter.High)];
    }

    private JsonObject Read()
    {
        var config = new JsonObject();
        foreach (var parameter in Study.Parameters)
        {
            var text = _texts[parameter.Name];
            if (text.Length == 0) continue;
            var known = Config[parameter.Name];
            config[parameter.Name] = text == Text(known) ? known?.DeepClone()
                : parameter.Type == "architecture" ? new JsonObject { ["space"] = known?["space"]?.DeepClone(), ["genotype"] = text }
                : Choice(parameter.Name, text) ?? OptionText.Scalar(text);
        }
        return config;
    }

    /// <summary>The choice as the study file has it: "1" may be a number or a text.</summary>
    private JsonNode? Choice(string name, string text)
    {
        var entry = Study.Definition["space"]?[name];
        return ((entry?["choices"] ?? entry?["values"]) as JsonArray)?.FirstOrDefault(c => OptionText.Of(c) == text)?.DeepClone();
    }

    // The button stays usable while a field is wrong: a click on it is what ends the field's last change.
    private async Task SendAsync()
    {
        if (_faults.Count > 0) return;
        _sending = true;
        try
        {
            await Commands.EnqueueAsync(Study.Summary.Id, Read(), Parent);
            Snackbar.Add(Running ? T["In the queue: it is tried next."] : T["In the queue: resume the study to try it."], Severity.Success);
            await Closed.InvokeAsync();
        }
        catch (StudyFileException exception)
        {
            _fault = string.Join(" ", exception.Faults.Select(f => f.Message));
        }
        catch (StudyRequestException exception)
        {
            _fault = exception.Message;
        }
        finally
        {
            _sending = false;
        }
    }
}
