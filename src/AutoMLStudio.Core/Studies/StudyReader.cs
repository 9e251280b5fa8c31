using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>Reads the JSON form of a study file. Every fault is reported at once; what it leaves out gets the documented default.</summary>
public static partial class StudyReader
{
    private const int MaximumParallelism = 256;

    /// <summary>The validated study.</summary>
    /// <param name="json">The study file.</param>
    /// <param name="catalog">The methods that there are.</param>
    /// <param name="datasetFile">Where the study's dataset lies when it is one that the studio keeps under a name; null otherwise.</param>
    /// <exception cref="StudyFileException">There are faults; all of them are in it.</exception>
    public static StudyDefinition Read(JsonNode? json, Catalog catalog, string? datasetFile = null) =>
        Read(json, catalog, isStored: false, datasetFile);

    /// <summary>
    /// A study that was validated when it was stored. What it needs of the machine, such as its dataset, is not asked for: the study can be looked at
    /// without. Options that this version no longer has are passed over.
    /// </summary>
    /// <exception cref="StudyFileException">It names a method that this version does not have, or a value that it does not accept.</exception>
    public static StudyDefinition Reread(JsonNode? json, Catalog catalog) => Read(json, catalog, isStored: true, datasetFile: null);

    private static StudyDefinition Read(JsonNode? json, Catalog catalog, bool isStored, string? datasetFile)
    {
        if (json is not JsonObject root)
            throw new StudyFileException([new("", $"{OptionsReader.Show(json)} is no study: an object with name, evaluator, space, … is expected.")]);
        var faults = new List<Fault>();
        var definition = Definition(root, catalog, faults, isStored, datasetFile);
        if (faults.Count == 0 && !isStored) Try(definition!, faults);
        return faults.Count == 0 ? definition! : throw new StudyFileException(faults);
    }

    private static StudyDefinition? Definition(JsonObject root, Catalog catalog, List<Fault> faults, bool isStored, string? datasetFile)
    {
        var fields = new Fields(root, "", faults);
        var name = Name(fields);
        var dataset = fields.Text("dataset");
        var evaluator = Choice(fields, "evaluator", MethodKind.Evaluator, null, catalog, faults);
        var known = evaluator?.Options as IEvaluatorOptions;
        if (known is not null && !isStored) faults.AddRange(known.Faults(datasetFile ?? dataset).Select(f => new Fault("evaluator", f)));
        var sampler = Choice(
            fields, "sampler", MethodKind.Sampler, catalog.Find(MethodKind.Sampler, "auto") is null ? "random" : "auto", catalog, faults);
        var scheduler = Choice(fields, "scheduler", MethodKind.Scheduler, sampler?.Method.DefaultScheduler ?? "full", catalog, faults, "max_budget");
        if (sampler is { Method.ChoosesBudgets: true } && scheduler is { Method.Key: not "full" })
            faults.Add(new("scheduler", $"'{scheduler.Method.Key}' is not accepted: the sampler {sampler.Method.Key} chooses budgets itself; full is expected."));
        if (sampler?.Method.OnlyEvaluator is { } only && evaluator is { Method.Key: var given } && given != only)
            faults.Add(new("sampler", $"'{sampler.Method.Key}' is not accepted with the evaluator {given}: it works with {only} alone."));
        var maximumBudget = MaximumBudget(root, known, faults);
        var objectives = Objectives(fields.Take("objective"), known, faults);
        var outcomes = new OutcomeReader(faults).Read(fields.Take("outcomes"));
        var space = Space(fields, known, catalog, faults, evaluator is not null);
        var budget = new BudgetReader(catalog, faults).Read(fields.Take("budget"));
        var parallelism = (int)(fields.Integer("parallelism", false, 1, MaximumParallelism) ?? 1);
        var seed = (ulong)(fields.Integer("seed", false, 0) ?? 0);
        var retries = (int)(fields.Integer("retries", false, 0, 10) ?? 0);
        var queue = Queue(fields);
        var duplicates = Duplicates(fields);
        var warmStart = WarmStart(fields.Take("warm_start"), faults);
        fields.NothingElse();
        if (isStored) faults.RemoveAll(f => f.IsUnknown);
        if (faults.Count == 0 && !isStored)
        {
            faults.AddRange(BudgetFaults.Of(evaluator!, sampler!, scheduler!, maximumBudget, objectives!.Count));
            faults.AddRange(OutcomeFaults.Of(outcomes, sampler!, budget));
        }
        if (faults.Count > 0) return null;
        var definition = new StudyDefinition
        {
            Name = name!,
            Dataset = dataset,
            Evaluator = evaluator!,
            Sampler = sampler!,
            Scheduler = scheduler!,
            Objectives = objectives!,
            Outcomes = outcomes,
            Space = space!,
            Budget = budget,
            Parallelism = parallelism,
            Seed = seed,
            Retries = retries,
            Queue = queue,
            Duplicates = duplicates,
            WarmStart = warmStart,
            MaximumBudget = maximumBudget,
            Json = [],
        };
        return definition with { Json = StudyWriter.Canonical(definition, root) };
    }

    /// <summary>Why a study cannot have this name, in one sentence; null when it can.</summary>
    public static string? NameFault(string name) => name.Length is > 0 and <= 100 && !name.Any(char.IsControl) ? null
        : $"'{(name.Length > 100 ? name[..100] + "…" : name)}' is not accepted: 1 to 100 printable characters are expected.";

    private static string? Name(Fields fields)
    {
        if (fields.Text("name", required: true) is not { } name) return null;
        name = name.Trim();
        return NameFault(name) is { } fault ? fields.Fail<string>("name", fault) : name;
    }

    private static string? Queue(Fields fields)
    {
        var queue = fields.Text("queue");
        return queue is null || QueuePattern().IsMatch(queue) ? queue
            : fields.Fail<string>("queue", $"'{queue}' is not accepted: 1 to 20 lower-case letters, digits and '_' are expected.");
    }

    private static Duplicates Duplicates(Fields fields)
    {
        var text = fields.Text("duplicates");
        if (text is null or "avoid") return Studies.Duplicates.Avoid;
        if (text != "repeat") fields.Fail<string>("duplicates", $"'{text}' is not accepted: avoid or repeat is expected.");
        return Studies.Duplicates.Repeat;
    }

    /// <summary><c>warm_start: name</c>, or <c>warm_start: { study: name or number }</c>.</summary>
    private static WarmStart? WarmStart(JsonNode? node, List<Fault> faults)
    {
        if (node is null) return null;
        if (node is JsonObject entry)
        {
            var fields = new Fields(entry, "warm_start", faults);
            var study = fields.Take("study");
            fields.NothingElse();
            node = study;
        }
        if (node is JsonValue value)
        {
            if (value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Trim() is { Length: > 0 } name) return new(name);
            if (OptionsReader.NumberOf(value) is { } id and >= 1 && double.IsInteger(id)) return new(((long)id).ToString(CultureInfo.InvariantCulture));
        }
        faults.Add(new("warm_start.study", $"{OptionsReader.Show(node)} is not accepted: name or number of a study is expected."));
        return null;
    }

    private static Choice? Choice(
        Fields fields, string key, MethodKind kind, string? standard, Catalog catalog, List<Fault> faults, params string[] reserved)
    {
        var keys = string.Join(", ", catalog.Of(kind).Select(m => m.Key));
        var node = fields.Take(key) ?? (standard is null ? null : new JsonObject { ["type"] = standard });
        if (node is JsonValue shorthand && shorthand.GetValueKind() == JsonValueKind.String)
            node = new JsonObject { ["type"] = shorthand.GetValue<string>() };
        if (node is not JsonObject entry || entry["type"] is not JsonValue type || type.GetValueKind() != JsonValueKind.String)
        {
            var fault = new Fault(
                node is JsonObject ? $"{key}.type" : key,
                $"{(node is null ? "It is missing" : OptionsReader.Show(node) + " is not accepted")}: an object with a type "
                + $"is expected, one of {keys}.");
            faults.Add(fault);
            return null;
        }
        if (catalog.Find(kind, type.GetValue<string>()) is not { } method)
        {
            faults.Add(new($"{key}.type", $"'{type}' is not accepted: one of {keys} is expected."));
            return null;
        }
        return new(method, OptionsReader.Read(method.OptionsType, entry, key, faults, ["type", .. reserved]));
    }

    private static double MaximumBudget(JsonObject root, IEvaluatorOptions? known, List<Fault> faults)
    {
        var node = root["scheduler"] is JsonObject scheduler ? scheduler["max_budget"] : null;
        if (node is null) return known?.MaximumBudget ?? 1;
        if (OptionsReader.NumberOf(node) is { } budget and > 0) return budget;
        faults.Add(new("scheduler.max_budget", $"{OptionsReader.Show(node)} is not accepted: a number above 0 is expected."));
        return 1;
    }

    private static List<Objective>? Objectives(JsonNode? node, IEvaluatorOptions? known, List<Fault> faults)
    {
        if (node is null)
        {
            if (known?.DefaultObjective is { } standard) return [standard];
            faults.Add(new("objective", "It is missing: an object such as { metric: validation_accuracy, direction: maximize } is expected."));
            return null;
        }
        var objectives = new List<Objective>();
        var entries = node is JsonArray list ? list.ToList() : [node];
        for (var i = 0; i < entries.Count; i++)
        {
            var path = node is JsonArray ? $"objective[{i}]" : "objective";
            if (entries[i] is not JsonObject entry)
            {
                faults.Add(new(path, $"{OptionsReader.Show(entries[i])} is not accepted: an object with metric and direction is expected."));
                continue;
            }
            var fields = new Fields(entry, path, faults);
            var (metric, direction) = (fields.Text("metric", true), fields.Text("direction"));
            fields.NothingElse();
            if (direction is not (null or "minimize" or "maximize"))
                fields.Fail<string>("direction", $"'{direction}' is not accepted: minimize or maximize is expected.");
            if (string.IsNullOrWhiteSpace(metric))
            {
                if (metric is not null) fields.Fail<string>("metric", "It is empty: the name of a metric such as validation_accuracy is expected.");
                continue;
            }
            if (objectives.Exists(o => o.Metric == metric))
                fields.Fail<string>("metric", $"'{metric}' is an objective already: another metric is expected.");
            else
                objectives.Add(new(metric, direction == "maximize" ? Direction.Maximize : Direction.Minimize));
        }
        if (entries.Count == 0) faults.Add(new("objective", "The list is empty: at least one objective is expected."));
        return objectives;
    }

    private static SearchSpace? Space(Fields fields, IEvaluatorOptions? known, Catalog catalog, List<Fault> faults, bool hasEvaluator)
    {
        var (space, constraints) = (fields.Take("space"), fields.Take("constraints"));
        if (space is not null) return new SpaceReader(catalog, faults, known?.Costs).Read(space, constraints);
        if (known?.DefaultSpace is { } standard && constraints is null) return standard;
        if (hasEvaluator)
            faults.Add(new(
                "space",
                "It is missing: parameters by name are expected, such as learning_rate: { type: float, low: 1.0e-4, high: 0.1, log: true }."));
        return null;
    }

    /// <summary>Makes every part once, so that what only they can find fault with is found now.</summary>
    private static void Try(StudyDefinition definition, List<Fault> faults)
    {
        var context = definition.Context();
        (string Field, Choice Choice)[] choices =
            [("evaluator", definition.Evaluator), ("sampler", definition.Sampler), ("scheduler", definition.Scheduler)];
        foreach (var (field, choice) in choices)
        {
            try
            {
                choice.Method.Make(choice.Options, context);
            }
            catch (StudyFileException exception)
            {
                faults.AddRange(exception.Faults);
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
            {
                faults.Add(new(field, exception.Message));
            }
        }
    }

    [GeneratedRegex("^[a-z0-9_]{1,20}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QueuePattern();
}
