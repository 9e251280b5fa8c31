using AutoMLStudio.Core.Studies;
using Spectre.Console;

namespace AutoMLStudio.Web.Commands;

/// <summary>Progress bars of studies on the terminal; without a terminal a line whenever a study has a new best value or its search an epoch.</summary>
internal sealed class StudyProgress : IDisposable
{
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ProgressContext> _context = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _drawing;
    private readonly bool _isInteractive = !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

    public StudyProgress()
    {
        _drawing = _isInteractive ? Task.Run(DrawAsync) : Task.CompletedTask;
    }

    /// <summary>Adds a bar; the result moves it.</summary>
    public Action<History> Add(StudyDefinition definition) => _isInteractive ? Bar(definition) : Lines(definition);

    /// <summary>A duration as people read it.</summary>
    public static string Time(TimeSpan time) => time.TotalMinutes < 1
        ? $"{time.TotalSeconds:0.0} s"
        : time.TotalHours < 1 ? $"{(int)time.TotalMinutes} min {time.Seconds} s"
        : $"{(int)time.TotalHours} h {time.Minutes} min";

    public void Dispose()
    {
        _finished.TrySetResult();
        // The drawing ends within one refresh; a progress display must not outlive the text that follows it.
        _drawing.GetAwaiter().GetResult();
    }

    private static double Share(StudyDefinition definition, History history)
    {
        var budget = definition.Budget;
        var shares = new[]
        {
            history.Ended / (double?)budget.Trials ?? 0, history.RunningTime / budget.Time ?? 0, history.ResourceSpent / budget.Resource ?? 0,
            history.State == StudyState.Completed ? 1 : 0,
            // What a search finds is trained after it; the search is most of the work.
            history.Trials.Where(t => t.IsSearch).Select(t => t.Step / (t.Budget + definition.MaximumBudget)).FirstOrDefault(),
        };
        return Math.Clamp(shares.Max(), 0, 1);
    }

    private static string Words(StudyDefinition definition, History history)
    {
        if (Search(history) is { } search) return $"{definition.Name}: searching, epoch {search.Step:0} of {search.Budget:0}";
        var best = history.Best is { Loss: { } loss }
            ? $"{definition.Objectives[0].Metric} {definition.Objectives[0].FromLoss(loss):G5}"
                + (history.Best.IsFeasible ? "" : ", which breaks the outcome constraints")
            : "no value yet";
        return $"{definition.Name}: {history.Ended} trials, best {best}";
    }

    private static Trial? Search(History history) => history.Trials.FirstOrDefault(t => t.IsSearch && t.State == TrialState.Running);

    private Action<History> Bar(StudyDefinition definition)
    {
        ProgressTask? task = null;
        return history =>
        {
            if (!_context.Task.IsCompletedSuccessfully) return;
            task ??= _context.Task.GetAwaiter().GetResult().AddTask(Markup.Escape(definition.Name), maxValue: 1);
            task.Value = Share(definition, history);
            task.Description = Markup.Escape(Words(definition, history));
        };
    }

    private static Action<History> Lines(StudyDefinition definition)
    {
        (int? Best, double? Epoch) said = default;
        return history =>
        {
            var now = (history.Best?.Number, Search(history)?.Step);
            if (now == said) return;
            said = now;
            Console.WriteLine(Words(definition, history));
        };
    }

    private Task DrawAsync() => AnsiConsole.Progress().AutoClear(true)
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(),
            new SpinnerColumn())
        .StartAsync(context =>
        {
            _context.TrySetResult(context);
            return _finished.Task;
        });
}
