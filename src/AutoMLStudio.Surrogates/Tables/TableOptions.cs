using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.Tables;

/// <summary>Options of the evaluator <c>table</c>.</summary>
public sealed record TableOptions : IEvaluatorOptions
{
    /// <summary>A CSV file with a header, or the folder of LCBench's surrogate.</summary>
    [Display(Name = "Path", Description = "A CSV file with a header, one row an evaluation, or the folder of LCBench's ONNX surrogate "
        + "(model.onnx, config_space.json, encoding.json).")]
    public string Path { get; init; } = "";

    /// <summary>CSV: the columns that are results; every other one is a parameter.</summary>
    [Display(Name = "Metrics", Description = "CSV: the columns that are results; every other column is a parameter.")]
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>LCBench: the task, by its OpenML number.</summary>
    [Display(Name = "Task", Description = "LCBench: OpenML number of the task, for example 167168.")]
    public string? Task { get; init; }

    /// <inheritdoc/>
    public double MaximumBudget => IsSurrogate ? LcbenchSurrogate.Epochs : 1;

    /// <inheritdoc/>
    public Objective? DefaultObjective => IsSurrogate ? new(LcbenchSurrogate.Accuracy, Direction.Maximize)
        : Metrics is [var only] ? new(only, Direction.Minimize) : null;

    /// <inheritdoc/>
    public SearchSpace? DefaultSpace => Faults(null).Any() ? null : IsSurrogate ? LcbenchSurrogate.SpaceOf(Path) : CsvTable.Read(Path, Metrics).Space;

    private bool IsSurrogate => Directory.Exists(Path);

    /// <inheritdoc/>
    public IEnumerable<string> Faults(string? dataset)
    {
        if (IsSurrogate) return LcbenchSurrogate.Faults(Path, Task);
        if (!File.Exists(Path))
            return [$"path is '{Path}', which does not exist: a CSV file with a header, or the folder of LCBench's surrogate, is expected."];
        try
        {
            CsvTable.Read(Path, Metrics);
            return [];
        }
        catch (InvalidDataException exception)
        {
            return [exception.Message];
        }
    }
}
