namespace AutoMLStudio.Tests.Support;

/// <summary>Where the sources are. Link this file into a test project to use it.</summary>
internal static class Repository
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "AutoMLStudio.sln")) ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("AutoMLStudio.sln is in no folder above the tests."));
}
