using System.CommandLine;
using System.Text.Json;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Api;
using AutoMLStudio.Web.Studies;
using Spectre.Console;

namespace AutoMLStudio.Web.Commands;

/// <summary><c>studio methods</c>: what there is to choose from.</summary>
internal static class MethodsCommand
{
    public static Command Make()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a method." };
        var command = new Command("methods", "List the methods.") { json };
        command.SetAction(parsed =>
        {
            var methods = StudioCatalog.All.Methods.Select(MethodView.Of);
            if (parsed.GetValue(json))
            {
                foreach (var method in methods) Console.WriteLine(JsonSerializer.Serialize(method, StudyJson.Options));
                return 0;
            }
            var table = new Table { Border = TableBorder.Simple }.AddColumns("kind", "key", "title", "family", "paper");
            foreach (var method in methods)
                table.AddRow(new[] { method.Kind, method.Key, method.Title, method.Family, method.Paper ?? "" }.Select(Markup.Escape).ToArray());
            AnsiConsole.Write(table);
            return 0;
        });
        return command;
    }
}
