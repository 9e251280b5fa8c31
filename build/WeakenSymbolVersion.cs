using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies a 64-bit little-endian ELF library and marks one symbol version that it needs as weak, so that the dynamic loader no longer refuses the
/// library where
/// that version is missing. Only for a version that no relocation refers to. Copies the library unchanged where this machine's own library has the
/// version.
/// </summary>
/// <remarks>Layout by the Linux Standard Base, "Symbol Versioning": Elfxx_Verneed and Elfxx_Vernaux in the section of type SHT_GNU_verneed.</remarks>
public sealed class WeakenSymbolVersion : Task
{
    private const int SectionTypeVerneed = 0x6ffffffe;
    private const ushort WeakFlag = 0x2;

    /// <summary>The library as it came; never written to.</summary>
    [Required]
    public string Source { get; set; }

    /// <summary>Where the copy goes.</summary>
    [Required]
    public string Destination { get; set; }

    /// <summary>The version to mark, for example GLIBCXX_3.4.32.</summary>
    [Required]
    public string Version { get; set; }

    /// <summary>File name of the library that defines the version, looked for in the system's library folders.</summary>
    [Required]
    public string Definer { get; set; }

    /// <summary>Mark it even where this machine has the version: for a build that will run elsewhere.</summary>
    public bool Always { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        var image = File.ReadAllBytes(Source);
        if (Always || !HostDefines())
        {
            if (Mark(image) == 0) Log.LogWarning("{0} does not need {1}: nothing was marked.", Source, Version);
            else Log.LogMessage(MessageImportance.Normal, "{0}: {1} marked weak.", Destination, Version);
        }
        Directory.CreateDirectory(Path.GetDirectoryName(Destination));
        // The destination may be a link into the package cache: it is replaced, never written through.
        File.Delete(Destination);
        File.WriteAllBytes(Destination, image);
        return !Log.HasLoggedErrors;
    }

    private bool HostDefines()
    {
        var folders = new[] { "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib64", "/usr/local/lib" }
            .Concat(Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-*") : Array.Empty<string>());
        return folders.Select(f => Path.Combine(f, Definer)).Where(File.Exists).Any(f => Encoding.ASCII.GetString(File.ReadAllBytes(f)).Contains(Version + "\0"));
    }

    private int Mark(byte[] image)
    {
        if (image.Length < 64 || image[0] != 0x7f || image[1] != 'E' || image[4] != 2 || image[5] != 1)
            throw new InvalidDataException(Source + " is no 64-bit little-endian ELF file.");
        var sections = (long)BitConverter.ToUInt64(image, 0x28);
        int size = BitConverter.ToUInt16(image, 0x3A), count = BitConverter.ToUInt16(image, 0x3C);
        var marked = 0;
        for (var i = 0; i < count; i++)
        {
            var header = sections + (long)i * size;
            if (BitConverter.ToInt32(image, (int)header + 4) != SectionTypeVerneed) continue;
            var names = sections + (long)BitConverter.ToInt32(image, (int)header + 40) * size;
            marked += MarkSection(image, (long)BitConverter.ToUInt64(image, (int)header + 24), (long)BitConverter.ToUInt64(image, (int)names + 24));
        }
        return marked;
    }

    private int MarkSection(byte[] image, long need, long names)
    {
        var marked = 0;
        while (true)
        {
            var entry = need + BitConverter.ToUInt32(image, (int)need + 8);
            for (int left = BitConverter.ToUInt16(image, (int)need + 2); left > 0; left--)
            {
                if (Name(image, names + BitConverter.ToUInt32(image, (int)entry + 8)) == Version)
                {
                    image[entry + 4] |= (byte)WeakFlag;
                    marked++;
                }
                entry += BitConverter.ToUInt32(image, (int)entry + 12);
            }
            var next = BitConverter.ToUInt32(image, (int)need + 12);
            if (next == 0) return marked;
            need += next;
        }
    }

    private static string Name(byte[] image, long offset) => Encoding.ASCII.GetString(image, (int)offset, Array.IndexOf(image, (byte)0, (int)offset) - (int)offset);
}
