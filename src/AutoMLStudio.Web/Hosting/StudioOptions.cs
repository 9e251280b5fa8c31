using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Web.Hosting;

/// <summary>The section <c>Studio</c> of the configuration.</summary>
public sealed class StudioOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Studio";

    /// <summary>Folder of the private database cluster, checkpoints and blobs; relative to the current folder. Default <c>.studio</c>.</summary>
    [Required]
    public string Folder { get; set; } = ".studio";

    /// <summary>Studies that this process runs at the same time; 0 leaves them to workers. 0 to 64, default 4.</summary>
    [Range(0, 64)]
    public int Studies { get; set; } = 4;

    /// <summary>
    /// Queues whose trials this process evaluates for other processes; default none in <c>serve</c>, <c>default</c> in <c>worker</c>.
    /// </summary>
    public string[] Queues { get; set; } = [];

    /// <summary>True lets other machines use the studio; false (the default) answers requests from this machine only.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>
    /// With <see cref="AllowRemote"/>: true lets studies from other machines run commands and read files of this one, and their users look after the
    /// jobs; default false.
    /// </summary>
    public bool TrustRemote { get; set; }

    /// <summary>Largest dataset that can be uploaded, in bytes. 1 kB to 2 GiB, default 2 GiB.</summary>
    [Range(1L << 10, 2L << 30)]
    public long MaxUploadBytes { get; set; } = 2L << 30;

    /// <summary>The folder as a full path.</summary>
    public string FullFolder => Path.GetFullPath(Folder);
}
