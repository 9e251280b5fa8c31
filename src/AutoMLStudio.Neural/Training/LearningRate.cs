namespace AutoMLStudio.Neural.Training;

/// <summary>The learning rate over a full evaluation.</summary>
internal static class LearningRate
{
    /// <summary>The rate of a step.</summary>
    /// <param name="schedule">How it goes.</param>
    /// <param name="start">Rate at the start.</param>
    /// <param name="progress">Share of a full evaluation that is done, in [0, 1]: whatever the trial's own budget, so that a trial that is paused and
    /// resumed goes on as if it had not been.</param>
    public static double At(ScheduleKind schedule, double start, double progress) => schedule == ScheduleKind.Constant ? start
        // [Loshchilov2017] (Eq. 5) with a smallest rate of 0 and one period.
        : start * 0.5 * (1 + Math.Cos(Math.PI * Math.Clamp(progress, 0, 1)));
}
