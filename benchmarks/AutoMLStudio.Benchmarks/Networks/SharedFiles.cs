using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Datasets;

namespace AutoMLStudio.Benchmarks.Networks;

/// <summary>The real data that the figures are measured on.</summary>
internal static class SharedFiles
{
    /// <summary>A file of the folder that <c>STUDIO_SHARED_DATA</c> names, or that lies as <c>shared/data</c> beside the repository.</summary>
    public static string Find(string name)
    {
        var folder = Environment.GetEnvironmentVariable("STUDIO_SHARED_DATA");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); folder is null && at is not null; at = at.Parent)
            if (Directory.Exists(Path.Combine(at.FullName, "shared", "data"))) folder = Path.Combine(at.FullName, "shared", "data");
        var path = Path.Combine(folder ?? "shared/data", name);
        return File.Exists(path) ? path
            : throw new FileNotFoundException($"{name} is not there; set STUDIO_SHARED_DATA to the folder that holds it.", path);
    }

    /// <summary>Adult's two files as one, since a study draws its test part itself: without the dots after the labels of the second.</summary>
    public static string Adult(string folder)
    {
        var lines = File.ReadLines(Find("tabular/adult-train.csv")).Concat(File.ReadLines(Find("tabular/adult-test.csv")));
        var path = Path.Combine(folder, "adult.csv");
        File.WriteAllLines(path, lines.Where(l => l.Split(',').Length == 15).Select(l => l.TrimEnd('.')));
        return path;
    }

    /// <summary>Fashion-MNIST's training images for a loop that has no reader of its own.</summary>
    public static async Task<(float[] Pixels, long[] Classes)> FashionAsync(CancellationToken cancellationToken)
    {
        var data = await DatasetCatalog.LoadAsync(Find("images/fashion_mnist_png.zip"), cancellationToken: cancellationToken);
        var test = data.FixedTest!.ToHashSet();
        int[] train = [.. Enumerable.Range(0, data.Count).Where(i => !test.Contains(i))];
        // The held-out part stands last: not all of one class.
        Rng.For(1).Shuffle<int>(train);
        return ([.. train.SelectMany(i => data.Example(i).ToArray())], [.. train.Select(i => (long)data.Targets.Span[i])]);
    }
}
