using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Tests.Studies;

public sealed class ExampleTests
{
    /// <summary>The study files that are shipped.</summary>
    public static TheoryData<string> Files { get; } = [.. Directory.EnumerateFiles(Folder(), "*.yaml").Select(f => Path.GetFileName(f)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void An_example_is_a_valid_study(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder(), file));
        StudyReader.Read(StudyText.Parse(text), StudioCatalog.All).Name.ShouldNotBeEmpty();
    }

    private static string Folder() => Path.Combine(Repository.Root, "examples");
}
