using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Browser.Tests;

/// <summary>One studio for all browser tests, one test after another: the pages are what is tested, not how many studios fit into a process.</summary>
[CollectionDefinition(Name)]
public sealed class StudioCollection : ICollectionFixture<StudioFixture>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "studio";
}
