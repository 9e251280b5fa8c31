using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.NasBench;

namespace AutoMLStudio.Neural.Tests.Architectures;

public class NasBenchTests
{
    private static readonly NetworkTask Cifar = new(new TensorShape(3, 32, 32), Samples.Ten, Samples.Plain(3));

    /// <summary>The figures that [Dong2020] give for the largest and the smallest cell.</summary>
    [Theory]
    [InlineData("|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|", 1_531_546)]
    [InlineData("|skip_connect~0|+|none~0|none~1|+|none~0|none~1|none~2|", 73_306)]
    public void A_cell_has_the_parameters_of_the_benchmark(string text, long parameters)
    {
        var space = new NasBenchSpace(new NasBenchOptions { Cells = 5 });
        space.Build(new Architecture(NasBenchSpace.SpaceKey, text), Cifar).ParameterCount.ShouldBe(parameters);
    }

    /// <summary>
    /// The benchmark's table gives each of the 15,625 cells a canonical text ([Dong2020], §2.1: 6,466 different ones). Ours tells apart what that text
    /// does not: one convolution taken twice from two alike, and a convolution of zeros, whose norm shifts, from zeros. It must never call one what the
    /// text tells apart, sums of zeros aside, which the text writes out.
    /// </summary>
    [Fact]
    public void The_canonical_hash_calls_no_cells_one_that_the_benchmark_tells_apart()
    {
        var path = SharedData.Find("nas/nb201.csv");
        Assert.SkipUnless(path is not null, "The table of NAS-Bench-201 is not here.");
        var space = new NasBenchSpace(new NasBenchOptions { Cells = 1, Channels = 2 });
        var texts = new Dictionary<string, string>();
        foreach (var row in File.ReadLines(path!).Skip(1).Select(l => l.Split(',')))
        {
            var hash = space.Build(new Architecture(NasBenchSpace.SpaceKey, row[0]), Cifar).CanonicalHash;
            var text = WithoutZeros(row[1]);
            if (!texts.TryAdd(hash, text)) texts[hash].ShouldBe(text, row[0]);
        }
        texts.Count.ShouldBe(7_031);
    }

    /// <summary>A sum of the benchmark's text in order, zeros added to nothing and what is made of zeros alone in their place.</summary>
    private static string WithoutZeros(string sum)
    {
        var (terms, depth, start) = (new List<string>(), 0, 0);
        for (var i = 0; i <= sum.Length; i++)
        {
            if (i < sum.Length && sum[i] == '(') depth++;
            else if (i < sum.Length && sum[i] == ')') depth--;
            else if (depth == 0 && (i == sum.Length || sum[i] == '+'))
            {
                Add(sum[start..i]);
                start = i + 1;
            }
        }
        return terms.Count == 0 ? "#" : string.Join('+', terms.Order(StringComparer.Ordinal));

        void Add(string term)
        {
            if (term.StartsWith('('))
            {
                var end = term.LastIndexOf(')');
                var inner = WithoutZeros(term[1..end]);
                term = inner == "#" ? "#" : $"({inner}){term[(end + 1)..]}";
            }
            if (term != "#") terms.Add(term);
        }
    }
}
