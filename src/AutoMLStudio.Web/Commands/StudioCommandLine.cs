using System.CommandLine;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Web.Hosting;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Commands;

/// <summary>What a person types. Errors go to standard error; exit code 2 says that the request was wrong, 1 that its execution failed.</summary>
public static class StudioCommandLine
{
    /// <summary>Exit code of a wrong request.</summary>
    public const int BadRequest = 2;

    /// <summary>Exit code of a failure.</summary>
    public const int Failure = 1;

    /// <summary>Exit code of a study that was interrupted and can be continued, as shells have it for Ctrl+C.</summary>
    public const int Interrupted = 130;

    /// <summary>Reads the arguments and does what they say.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand(
            "AutoML Studio: finds hyper-parameters and neural architectures, shows how it thinks, hands over an ONNX file. "
            + "Figures: ./studio bench NAME.")
        {
            DemoCommand.Make(), ServeCommand.Make(), WorkerCommand.Make(), RunCommand.Make(),
            ExportCommand.Make(), DatasetsCommand.Make(), MethodsCommand.Make(), MigrateCommand.Make(),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            return BadRequest;
        }
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
        }
        catch (StudyFileException exception)
        {
            foreach (var fault in exception.Faults) await Console.Error.WriteLineAsync(fault.ToString());
            return BadRequest;
        }
        catch (Exception exception) when (exception is StudyRequestException or DatasetException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return BadRequest;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception exception)
            when (exception is StudioStartException or IOException or UnauthorizedAccessException or InvalidOperationException or LeaseLostException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failure;
        }
    }
}
