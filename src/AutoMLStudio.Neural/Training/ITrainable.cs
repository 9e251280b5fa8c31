using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Neural.Training;

/// <summary>A trial in training, an epoch a call: a network, or the search for one.</summary>
internal interface ITrainable : IDisposable
{
    /// <summary>Epochs done.</summary>
    int Epoch { get; }

    /// <summary>True when it has nothing more to do, though epochs are left.</summary>
    bool HasEnded => false;

    /// <summary>Runs the next epoch.</summary>
    /// <exception cref="TrialFailedException">It came to nothing that can be gone on from.</exception>
    Report Next(CancellationToken cancellationToken);

    /// <summary>All state after an epoch.</summary>
    (long Steps, IReadOnlyList<float[]> Arrays) Save();

    /// <summary>Takes up what <see cref="Save"/> gave; false when it is of something else.</summary>
    bool Restore(int epoch, long steps, IReadOnlyList<float[]> arrays);
}
