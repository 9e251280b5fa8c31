namespace AutoMLStudio.Neural.Tests;

/// <summary>Real data that is not in the repository: <c>STUDIO_SHARED_DATA</c>, or <c>../shared/data</c> beside it.</summary>
internal static class SharedData
{
    /// <summary>The path of a file there; null when it is absent.</summary>
    public static string? Find(string name)
    {
        var folder = Environment.GetEnvironmentVariable("STUDIO_SHARED_DATA");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); folder is null && at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "AutoMLStudio.sln"))) folder = Path.Combine(at.FullName, "..", "shared", "data");
        return folder is not null && File.Exists(Path.Combine(folder, name)) ? Path.Combine(folder, name) : null;
    }
}
