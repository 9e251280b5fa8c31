using System.Text;
using TorchSharp;

namespace AutoMLStudio.Surrogates.Tests.Native;

/// <summary>The native libraries that the build puts beside every executable; see docs/decisions/0004-torch-on-linux.md.</summary>
public sealed class TorchLibraryTests
{
    private const string NewestVersion = "GLIBCXX_3.4.32";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");

    [Fact]
    public void A_tensor_operation_runs()
    {
        using var scope = torch.NewDisposeScope();
        var product = torch.mm(torch.tensor(new double[,] { { 1, 2 }, { 3, 4 } }), torch.tensor(new double[,] { { 5 }, { 6 } }));
        product.data<double>().ToArray().ShouldBe([17, 39]);
    }

    [Fact]
    public void The_bridge_needs_the_newest_symbol_version_only_weakly_where_the_system_lacks_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The libraries of Linux are looked at.");
        var bridge = Path.Combine(Folder, "libLibTorchSharp.so");
        var needs = VersionNeeds(File.ReadAllBytes(bridge));
        needs.ShouldContain(n => n.Name == NewestVersion);
        if (!SystemDefines(NewestVersion)) needs.Where(n => n.IsWeak).Select(n => n.Name).ShouldBe([NewestVersion]);
        else needs.ShouldNotContain(n => n.IsWeak && n.Name != NewestVersion);
    }

    [Fact]
    public void The_patched_bridge_is_a_file_of_its_own_and_no_link_into_the_package_cache()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The libraries of Linux are looked at.");
        new FileInfo(Path.Combine(Folder, "libLibTorchSharp.so")).LinkTarget.ShouldBeNull();
    }

    private static bool SystemDefines(string version) => Directory.GetDirectories("/usr/lib", "*-linux-*").Append("/usr/lib64").Append("/usr/lib")
        .Select(f => Path.Combine(f, "libstdc++.so.6")).Where(File.Exists)
        .Any(f => Encoding.Latin1.GetString(File.ReadAllBytes(f)).Contains(version + "\0", StringComparison.Ordinal));

    /// <summary>The symbol versions that an ELF-64 file needs, read on their own from its section headers (Linux Standard Base, "Symbol
    /// Versioning").</summary>
    private static List<(string Name, bool IsWeak)> VersionNeeds(byte[] file)
    {
        int Half(long at) => BitConverter.ToUInt16(file, (int)at);
        long Word(long at) => BitConverter.ToUInt32(file, (int)at);
        long Long(long at) => BitConverter.ToInt64(file, (int)at);
        string Text(long at) => Encoding.ASCII.GetString(file, (int)at, Array.IndexOf(file, (byte)0, (int)at) - (int)at);
        long Section(long index) => Long(0x28) + index * Half(0x3A);

        var verneed = Enumerable.Range(0, Half(0x3C)).Select(i => Section(i)).Single(s => Word(s + 4) == 0x6ffffffe);
        var names = Long(Section(Word(verneed + 40)) + 24);
        var needs = new List<(string, bool)>();
        for (long at = Long(verneed + 24), read = 0; read < Word(verneed + 44); at += Word(at + 12), read++)
        {
            var entry = at + Word(at + 8);
            for (var i = 0; i < Half(at + 2); i++, entry += Word(entry + 12))
                needs.Add((Text(names + Word(entry + 8)), (Half(entry + 4) & 2) != 0));
        }
        return needs;
    }
}
