using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Advice;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Components.Forms;

/// <summary>
/// The study under definition: the JSON that the form edits and the same as YAML beside it. Whichever side is edited, the file is checked and the
/// other side follows; the side under the person's hands is left alone. Every version stays, so that every edit can be undone.
/// </summary>
public sealed class StudyDraft(IStudyCommands commands, Catalog catalog)
{
    private const int MaximumVersions = 100;

    /// <summary>The order in which a study is read: what, how evaluated, over what, how searched, how much.</summary>
    private static readonly string[] Order =
    [
        "name", "dataset", "objective", "outcomes", "evaluator", "space", "constraints", "sampler", "scheduler", "budget", "duplicates", "warm_start",
        "parallelism", "queue", "retries", "seed",
    ];

    private readonly LinkedList<string> _earlier = new();
    private bool _isYamlNewer;
    private int _checks;
    private string? _advised;

    /// <summary>What the form shows and edits: the file as written, defaults left out.</summary>
    public JsonObject Json { get; private set; } = [];

    /// <summary>What the YAML side shows.</summary>
    public string Yaml { get; private set; } = "";

    /// <summary>Faults of the last check.</summary>
    public FaultBook Faults { get; private set; } = FaultBook.Empty;

    /// <summary>The last good form with its defaults filled in; null before there was one.</summary>
    public JsonObject? Canonical { get; private set; }

    /// <summary>The last good form, read; null before there was one.</summary>
    public StudyDefinition? Study { get; private set; }

    /// <summary>The method that the rules choose for the last good form; null before there was one.</summary>
    public MethodAdvice? Advice { get; private set; }

    /// <summary>True when the study has that method.</summary>
    public bool IsAsAdvised => Advice is not null && MethodOf(Json) == MethodOf(Advice);

    /// <summary>
    /// True while a form edit that changes the advice takes the new method over, as long as the person has not chosen one of their own.
    /// </summary>
    public bool FollowsAdvice { get; set; }

    /// <summary>True when the YAML side cannot be read, so that the form is behind it.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>True when there is an earlier version.</summary>
    public bool CanUndo => _earlier.Count > 0;

    /// <summary>What would be created.</summary>
    public string Text => _isYamlNewer ? Yaml : Json.ToJsonString();

    /// <summary>The form was edited.</summary>
    public async Task FormEditedAsync(CancellationToken cancellationToken = default)
    {
        Keep(Yaml);
        (_isYamlNewer, IsUnreadable) = (false, false);
        await CheckFormAsync(cancellationToken);
        if (!FollowsAdvice || _advised is null || MethodOf(Json) != _advised || IsAsAdvised || Faults.All.Count > 0) Note();
        else await PutAdviceAsync(cancellationToken);
    }

    /// <summary>Takes over the method that the rules choose.</summary>
    public Task TakeAdviceAsync(CancellationToken cancellationToken = default)
    {
        Keep(Yaml);
        (_isYamlNewer, IsUnreadable) = (false, false);
        return PutAdviceAsync(cancellationToken);
    }

    /// <summary>The YAML side was edited.</summary>
    public Task YamlEditedAsync(string yaml, CancellationToken cancellationToken = default)
    {
        if (yaml == Yaml && _isYamlNewer) return Task.CompletedTask;
        Keep(Yaml);
        return ReadAsync(yaml, cancellationToken);
    }

    /// <summary>Another study takes the draft's place; the draft can be had back by undoing.</summary>
    public Task ReplaceAsync(string file, CancellationToken cancellationToken = default) => YamlEditedAsync(file, cancellationToken);

    /// <summary>What has been done so far is where the person begins: nothing is there to be undone.</summary>
    public void Begin() => _earlier.Clear();

    /// <summary>Goes back to the version before the last edit.</summary>
    public async Task UndoAsync(CancellationToken cancellationToken = default)
    {
        if (_earlier.Last is not { } last) return;
        _earlier.RemoveLast();
        await ReadAsync(last.Value, cancellationToken);
    }

    /// <summary>The object at a key, made when it is not there. A short form <c>sampler: gp</c> becomes an object.</summary>
    public JsonObject Part(string key) => Part(Json, key);

    /// <summary>The object at a key of a study, made when it is not there.</summary>
    public static JsonObject Part(JsonObject study, string key)
    {
        if (study[key] is JsonObject part) return part;
        part = [];
        if (key is "evaluator" or "sampler" or "scheduler" && study[key] is JsonValue type) part["type"] = type.DeepClone();
        study[key] = part;
        return part;
    }

    /// <summary>Sets a value, or takes it out where it is null.</summary>
    public static void Set(JsonObject part, string key, JsonNode? value)
    {
        if (value is null) part.Remove(key);
        else part[key] = value;
    }

    private static string MethodOf(JsonObject study) => $"{Typed(study["sampler"], "gp")} {Typed(study["scheduler"], "full")}";

    private static string MethodOf(MethodAdvice advice) => $"{Typed(advice.Sampler, "")} {Typed(advice.Scheduler, "")}";

    private static string Typed(JsonNode? method, string standard) => method switch
    {
        JsonObject given => given.ToJsonString(),
        JsonValue type => new JsonObject { ["type"] = type.DeepClone() }.ToJsonString(),
        _ => new JsonObject { ["type"] = standard }.ToJsonString(),
    };

    private async Task PutAdviceAsync(CancellationToken cancellationToken)
    {
        if (Advice is not { } advice) return;
        (Json["sampler"], Json["scheduler"]) = (advice.Sampler.DeepClone(), advice.Scheduler.DeepClone());
        await CheckFormAsync(cancellationToken);
        Note();
    }

    private async Task CheckFormAsync(CancellationToken cancellationToken)
    {
        Arrange();
        Yaml = StudyText.ToYaml(Json);
        await CheckAsync(Json.ToJsonString(), cancellationToken);
    }

    private void Arrange()
    {
        var arranged = Json.Select(p => p.Key).OrderBy(k => Array.IndexOf(Order, k) is >= 0 and var at ? at : Order.Length).ToList();
        if (Json.Select(p => p.Key).SequenceEqual(arranged)) return;
        foreach (var key in arranged)
        {
            var part = Json[key];
            Json.Remove(key);
            Json.Add(key, part);
        }
    }

    private async Task ReadAsync(string yaml, CancellationToken cancellationToken)
    {
        (Yaml, _isYamlNewer) = (yaml, true);
        if (await CheckAsync(yaml, cancellationToken) is not { } check) return;
        IsUnreadable = check.Given is null;
        if (check.Given is not null) Json = (JsonObject)check.Given.DeepClone();
        Note();
    }

    /// <summary>The answer, taken over; null when the study was edited further in the meantime.</summary>
    private async Task<StudyCheck?> CheckAsync(string text, CancellationToken cancellationToken)
    {
        var number = ++_checks;
        var check = await commands.CheckAsync(text, cancellationToken);
        if (number != _checks) return null;
        Faults = new(check.Faults);
        if (check.Json is not { } canonical) return check;
        (Canonical, Study) = (canonical, StudyReader.Reread(canonical.DeepClone(), catalog));
        Advice = MethodAdvisor.Advise(SearchFacts.Of(Study));
        return check;
    }

    private void Note() => _advised = IsAsAdvised ? MethodOf(Json) : null;

    private void Keep(string yaml)
    {
        if (yaml.Length == 0 || _earlier.Last?.Value == yaml) return;
        _earlier.AddLast(yaml);
        if (_earlier.Count > MaximumVersions) _earlier.RemoveFirst();
    }
}
