namespace AutoMLStudio.Surrogates.Tests;

/// <summary>Real data that is not in the repository: <c>STUDIO_SHARED_DATA</c>, or <c>../shared/data</c> beside it.</summary>
internal static class SharedData
{
    /// <summary>The folder; it need not exist.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("STUDIO_SHARED_DATA") ?? Path.Combine(Root(), "..", "shared", "data");

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AutoMLStudio.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
