using System.Text.Json.Nodes;

namespace AutoMLStudio.Contracts;

/// <summary>Named spaces that every sampler has to cope with, as they stand in a study file.</summary>
internal static class Spaces
{
    private static readonly Dictionary<string, (string Space, string Constraints)> All = new()
    {
        ["flat"] = ("""
            {"rate": {"type": "float", "low": 1e-05, "high": 0.1, "log": true},
             "drop": {"type": "float", "low": 0, "high": 0.5},
             "tenth": {"type": "float", "low": 0, "high": 1, "step": 0.1},
             "layers": {"type": "int", "low": 1, "high": 6},
             "units": {"type": "int", "low": 8, "high": 512, "log": true},
             "optimizer": {"type": "categorical", "choices": ["sgd", "adam", "lion"]},
             "batch": {"type": "ordinal", "values": [16, 32, 64, 128]},
             "bias": {"type": "categorical", "choices": [true, false]}}
            """, "[]"),
        ["conditional"] = ("""
            {"optimizer": {"type": "categorical", "choices": ["sgd", "adam"]},
             "momentum": {"type": "float", "low": 0, "high": 1, "when": {"optimizer": "sgd"}},
             "nesterov": {"type": "categorical", "choices": [true, false], "when": {"momentum": {"min": 0.3}}},
             "beta": {"type": "float", "low": 0.9, "high": 0.999, "when": {"optimizer": "adam"}},
             "layers": {"type": "int", "low": 1, "high": 3},
             "units2": {"type": "int", "low": 4, "high": 64, "when": {"layers": {"min": 2}}},
             "units3": {"type": "int", "low": 4, "high": 64, "when": {"layers": 3}}}
            """, "[]"),
        ["constrained"] = ("""
            {"a": {"type": "float", "low": 0, "high": 1},
             "b": {"type": "float", "low": 0, "high": 1},
             "n": {"type": "int", "low": 1, "high": 32},
             "kind": {"type": "categorical", "choices": ["x", "y"]}}
            """, """["a + b <= 1", "kind == 'x' or n < 16"]"""),
        ["logarithmic"] = ("""
            {"a": {"type": "float", "low": 1e-09, "high": 1000000000.0, "log": true},
             "b": {"type": "float", "low": 0.001, "high": 1, "log": true},
             "n": {"type": "int", "low": 1, "high": 100000, "log": true},
             "m": {"type": "int", "low": 1, "high": 3, "log": true},
             "k": {"type": "int", "low": -5, "high": 1000}}
            """, "[]"),
        ["architecture"] = ("""
            {"net": {"type": "architecture", "space": "chain", "kind": "cnn", "min_depth": 1, "max_depth": 2, "widths": [8, 16], "kernels": [3, 5]},
             "rate": {"type": "float", "low": 1e-4, "high": 0.1, "log": true}}
            """, "[]"),
        ["finite"] = ("""
            {"a": {"type": "int", "low": 1, "high": 3},
             "b": {"type": "categorical", "choices": ["x", "y"]},
             "c": {"type": "ordinal", "values": [1, 2, 4], "when": {"b": "x"}}}
            """, """["a < 3 or b == 'x'"]"""),
    };

    /// <summary>Configurations of the space <c>finite</c>: three values of a with three of c, and two of a without.</summary>
    public const int FiniteCount = 3 * 3 + 2;

    public static IEnumerable<string> Names => All.Keys;

    public static JsonNode Space(string name) => JsonNode.Parse(All[name].Space)!;

    public static JsonArray Constraints(string name) => (JsonArray)JsonNode.Parse(All[name].Constraints)!;
}
