namespace AutoMLStudio.Contracts;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "AutoMLStudio.sln")) ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("AutoMLStudio.sln is in no folder above the tests."));
}
