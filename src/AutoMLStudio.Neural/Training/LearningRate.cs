namespace AutoMLStudio.Neural.Training;

/// <summary>The learning rate over a full evaluation.</summary>
internal static class LearningRate
{
    /// <summary>The rate of a step.</summary>
    /// <param name="options">Rate, schedule and warm-up.</param>
    /// <param name="epoch">Epochs that are done, with the share of the current one.</param>
    /// <param name="epochs">Epochs of a full evaluation, whatever the trial's own budget: a trial that is paused and resumed goes on as if it had not
    /// been.</param>
    public static double At(NetworkOptions options, double epoch, double epochs)
    {
        var warm = Math.Min(options.WarmUp, epochs);
        // Gradual warm-up [Goyal2017] (§2.2).
        if (epoch < warm) return options.LearningRate * epoch / warm;
        var progress = epochs > warm ? Math.Clamp((epoch - warm) / (epochs - warm), 0, 1) : 0;
        return options.Schedule == ScheduleKind.Constant ? options.LearningRate
            // [Loshchilov2017] (Eq. 5) with a smallest rate of 0 and one period.
            : options.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * progress));
    }
}
