using System.Text.Encodings.Web;
using System.Text.Json;
using AutoMLStudio.Datasets;
using AutoMLStudio.Web.Models;

namespace AutoMLStudio.Web.Components.Models;

/// <summary>Programs that run a downloaded model, complete and right for it: its file, input, shape, classes.</summary>
internal static class CodeSamples
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Key, name and program of each language.</summary>
    public static IReadOnlyList<(string Key, string Name, string Needs, string Code)> Of(ModelView model) =>
    [
        ("python", "Python", model.IsImage ? "pip install onnxruntime numpy pillow" : "pip install onnxruntime numpy", Python(model)),
        ("csharp", "C#", "dotnet add package Microsoft.ML.OnnxRuntime" + (model.IsImage ? "\ndotnet add package SkiaSharp" : ""), CSharp(model)),
        ("javascript", "JavaScript", model.IsImage ? "npm install onnxruntime-node sharp" : "npm install onnxruntime-node", JavaScript(model)),
    ];

    private static string Python(ModelView model) => string.Join('\n',
    [
        "import numpy as np",
        "import onnxruntime as ort",
        .. model.IsImage ? (string[])["from PIL import Image"] : [],
        "",
        .. Names(model, "CLASSES = ", "COLUMNS = ", ""),
        $"session = ort.InferenceSession({Quoted(model.FileName)})",
        "",
        .. model.IsImage ? PythonPicture(model) : PythonRow(model),
        $"output = session.run([{Quoted(model.OutputName)}], {{{Quoted(model.InputName)}: x}})[0][0]",
        .. model.IsClassification
            ? (string[])["for p, name in sorted(zip(output, CLASSES), reverse=True)[:3]:", "    print(f\"{name}: {p:.1%}\")"]
            : ["print(f\"{output[0]:.6g}\")"],
    ]) + "\n";

    private static string[] PythonPicture(ModelView model)
    {
        var (channels, height, width) = (model.InputShape[0], model.InputShape[1], model.InputShape[2]);
        return
        [
            $"image = Image.open(\"picture.png\").convert(\"{(channels == 1 ? "L" : "RGB")}\").resize(({width}, {height}))  # width, height",
            "x = np.asarray(image, dtype=np.float32) / 255  # brightness from 0 to 1; the model normalises by itself",
            channels == 1 ? "x = x[None, None]  # [batch, channels, height, width]"
                : "x = x.transpose(2, 0, 1)[None]  # [batch, channels, height, width]",
        ];
    }

    private static string[] PythonRow(ModelView model) =>
    [
        "row = {  # raw values; the model normalises by itself",
        .. Example(model).Select(c => $"    {Quoted(c.Column)}: {c.Value},"),
        "}",
        "x = np.array([[row[c] for c in COLUMNS]], dtype=np.float32)  # [batch, columns]",
    ];

    private static string CSharp(ModelView model) => string.Join('\n',
    [
        "using Microsoft.ML.OnnxRuntime;",
        "using Microsoft.ML.OnnxRuntime.Tensors;",
        .. model.IsImage ? (string[])["using SkiaSharp;"] : [],
        "",
        .. Names(model, "string[] classes = ", "string[] columns = ", ";"),
        $"using var session = new InferenceSession({Quoted(model.FileName)});",
        "",
        .. model.IsImage ? CSharpPicture(model) : CSharpRow(model),
        $"using var results = session.Run([NamedOnnxValue.CreateFromTensor({Quoted(model.InputName)}, x)]);",
        "var output = results[0].AsEnumerable<float>().ToArray();",
        .. model.IsClassification
            ? (string[])["foreach (var (name, p) in classes.Zip(output).OrderByDescending(c => c.Second).Take(3)) Console.WriteLine($\"{name}: {p:P1}\");"]
            : ["Console.WriteLine(output[0]);"],
    ]) + "\n";

    private static string[] CSharpPicture(ModelView model)
    {
        var (channels, height, width) = (model.InputShape[0], model.InputShape[1], model.InputShape[2]);
        return
        [
            "using var picture = SKBitmap.Decode(\"picture.png\");",
            $"using var scaled = picture.Resize(new SKImageInfo({width}, {height}, SKColorType.Rgba8888), SKFilterQuality.Medium);",
            $"var x = new DenseTensor<float>([1, {channels}, {height}, {width}]);  // [batch, channels, height, width]",
            $"for (var row = 0; row < {height}; row++)",
            $"    for (var column = 0; column < {width}; column++)",
            "    {",
            "        var color = scaled.GetPixel(column, row);  // brightness from 0 to 1; the model normalises by itself",
            .. channels == 1
                ? (string[])["        x[0, 0, row, column] = (0.299f * color.Red + 0.587f * color.Green + 0.114f * color.Blue) / 255f;"]
                : [
                    "        x[0, 0, row, column] = color.Red / 255f;",
                    "        x[0, 1, row, column] = color.Green / 255f;",
                    "        x[0, 2, row, column] = color.Blue / 255f;",
                ],
            "    }",
        ];
    }

    private static string[] CSharpRow(ModelView model) =>
    [
        "var row = new Dictionary<string, float>  // raw values; the model normalises by itself",
        "{",
        .. Example(model).Select(c => $"    [{Quoted(c.Column)}] = {c.Value}f,"),
        "};",
        "var x = new DenseTensor<float>(columns.Select(c => row[c]).ToArray(), [1, columns.Length]);  // [batch, columns]",
    ];

    private static string JavaScript(ModelView model) => string.Join('\n',
    [
        "import * as ort from 'onnxruntime-node';",
        .. model.IsImage ? (string[])["import sharp from 'sharp';"] : [],
        "",
        .. Names(model, "const classes = ", "const columns = ", ";"),
        $"const session = await ort.InferenceSession.create({Quoted(model.FileName)});",
        "",
        .. model.IsImage ? JavaScriptPicture(model) : JavaScriptRow(model),
        $"const results = await session.run({{ {Quoted(model.InputName)}: x }});",
        $"const output = results[{Quoted(model.OutputName)}].data;",
        .. model.IsClassification
            ? (string[])[
                "const ranked = classes.map((name, i) => [name, output[i]]).sort((a, b) => b[1] - a[1]);",
                "for (const [name, p] of ranked.slice(0, 3)) console.log(`${name}: ${(100 * p).toFixed(1)} %`);",
            ]
            : ["console.log(output[0]);"],
    ]) + "\n";

    private static string[] JavaScriptPicture(ModelView model)
    {
        var (channels, height, width) = (model.InputShape[0], model.InputShape[1], model.InputShape[2]);
        return
        [
            $"const pixels = await sharp('picture.png').flatten().{(channels == 1 ? "toColourspace('b-w')" : "toColourspace('srgb')")}",
            $"  .resize({width}, {height}, {{ fit: 'fill' }}).raw().toBuffer();",
            $"const data = new Float32Array({channels} * {height} * {width});",
            "// [channels, height, width], brightness from 0 to 1; the model normalises by itself",
            channels == 1
                ? "for (let i = 0; i < data.length; i++) data[i] = pixels[i] / 255;"
                : $"for (let c = 0; c < 3; c++) for (let i = 0; i < {height * width}; i++) data[c * {height * width} + i] = pixels[3 * i + c] / 255;",
            $"const x = new ort.Tensor('float32', data, [1, {channels}, {height}, {width}]);",
        ];
    }

    private static string[] JavaScriptRow(ModelView model) =>
    [
        "const row = { // raw values; the model normalises by itself",
        .. Example(model).Select(c => $"  {Quoted(c.Column)}: {c.Value},"),
        "};",
        "const x = new ort.Tensor('float32', Float32Array.from(columns, c => row[c]), [1, columns.length]);",
    ];

    private static IEnumerable<string> Names(ModelView model, string classes, string columns, string end)
    {
        if (model.IsClassification) yield return $"{classes}{List(model.Classes)}{end}";
        if (!model.IsImage) yield return $"{columns}{List(model.Columns)}{end}";
    }

    /// <summary>A value for every encoded column: typical numbers, and of each choice the most frequent.</summary>
    private static IEnumerable<(string Column, string Value)> Example(ModelView model)
    {
        var values = Enumerable.Repeat("0", model.Columns.Count).ToArray();
        foreach (var field in model.Fields)
        {
            if (field.Choices.Count == 0) values[field.First] = field.Typical;
            else values[field.First + Math.Max(0, field.Choices.ToList().IndexOf(field.Typical))] = "1";
        }
        return model.Columns.Zip(values);
    }

    private static string List(IReadOnlyList<string> names) => $"[{string.Join(", ", names.Select(Quoted))}]";

    /// <summary>A JSON string is a string literal in all three languages.</summary>
    private static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);
}
