using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Storage.Studies;

/// <summary>A study has come to a sequence number, or a person asks something of it.</summary>
/// <param name="StudyId">The study.</param>
/// <param name="Sequence">Its last event as far as known; never falls.</param>
/// <param name="Request">What is asked of it.</param>
/// <param name="Asked">How often this reader has heard that something was asked of the study's trials.</param>
public sealed record StudySignal(long StudyId, long Sequence, StudyWish Request, int Asked = 0);
