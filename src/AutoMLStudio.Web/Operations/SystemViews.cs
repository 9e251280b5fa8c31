namespace AutoMLStudio.Web.Operations;

/// <summary>The state of the installation, as the system page and <c>GET /api/v1/system</c> show it.</summary>
/// <param name="At">When it was looked at.</param>
/// <param name="Machine">The machine and the process that answered.</param>
/// <param name="Versions">What it is made of: name and version.</param>
/// <param name="Database">The database.</param>
/// <param name="Files">The kept files.</param>
/// <param name="Servers">The processes that take jobs, this one's among them.</param>
/// <param name="Queues">The queues of jobs.</param>
/// <param name="Running">The jobs at work, longest first.</param>
/// <param name="Jobs">How many jobs there are of each state.</param>
public sealed record SystemView(
    DateTimeOffset At, MachineView Machine, IReadOnlyList<VersionView> Versions, DatabaseView Database, FilesView Files,
    IReadOnlyList<ServerView> Servers, IReadOnlyList<QueueView> Queues, IReadOnlyList<RunningJobView> Running, JobCounts Jobs);

/// <summary>The machine and the process that answered.</summary>
/// <param name="Name">The machine's name.</param>
/// <param name="System">Its operating system.</param>
/// <param name="Processor">Model of its processor.</param>
/// <param name="Cores">Cores that the process may use.</param>
/// <param name="MemoryBytes">Memory that the process may use.</param>
/// <param name="ProcessBytes">Memory that the process has taken.</param>
/// <param name="Accelerators">Names of NVIDIA's devices as the driver lists them; CUDA itself is left to workers.</param>
/// <param name="Backend">What this build of libtorch computes with: <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="TorchThreads">Threads that one operation of libtorch may take.</param>
/// <param name="StartedAt">When the process was started.</param>
public sealed record MachineView(
    string Name, string System, string Processor, int Cores, long MemoryBytes, long ProcessBytes, IReadOnlyList<string> Accelerators, string Backend,
    int TorchThreads, DateTimeOffset StartedAt);

/// <summary>A part and its version.</summary>
public sealed record VersionView(string Name, string Version);

/// <summary>The database.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size on the disk.</param>
/// <param name="Tables">The studio's tables, largest first.</param>
/// <param name="Migration">The last change to the tables that was made.</param>
/// <param name="PendingMigrations">Changes that this version wants and the database lacks.</param>
public sealed record DatabaseView(
    string Name, long Bytes, IReadOnlyList<TableView> Tables, string? Migration, IReadOnlyList<string> PendingMigrations);

/// <summary>A table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Its rows, as the server's statistics have it: exact soon after a change.</param>
/// <param name="Bytes">Its size with indexes.</param>
public sealed record TableView(string Name, long Rows, long Bytes);

/// <summary>The kept files: models, datasets.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Count">How many.</param>
/// <param name="Bytes">Their size together.</param>
/// <param name="FreeBytes">What is left on their disk.</param>
public sealed record FilesView(string Folder, int Count, long Bytes, long FreeBytes);

/// <summary>A process that takes jobs from queues.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Host">The machine it runs on.</param>
/// <param name="Queues">The queues it takes from.</param>
/// <param name="Workers">Jobs it does at the same time.</param>
/// <param name="Running">Jobs it is doing.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Heartbeat">When it last said that it lives.</param>
/// <param name="Drain">Whether it takes new jobs.</param>
public sealed record ServerView(
    string Id, string Host, IReadOnlyList<string> Queues, int Workers, int Running, DateTimeOffset StartedAt, DateTimeOffset? Heartbeat,
    DrainState Drain);

/// <summary>A queue.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Waiting">Jobs that nobody has taken.</param>
/// <param name="Servers">Processes that take from it, drained ones left out.</param>
public sealed record QueueView(string Name, long Waiting, int Servers);

/// <summary>A job at work.</summary>
/// <param name="Id">Names it.</param>
/// <param name="StudyId">The study it runs or belongs to.</param>
/// <param name="Trial">The trial it evaluates; null for a whole study.</param>
/// <param name="Host">The machine that does it.</param>
/// <param name="StartedAt">Since when.</param>
public sealed record RunningJobView(string Id, long? StudyId, int? Trial, string Host, DateTimeOffset? StartedAt);

/// <summary>How many jobs there are of each state.</summary>
public sealed record JobCounts(long Waiting, long Running, long Succeeded, long Failed);
