using AutoMLStudio.Web.Commands;

return await StudioCommandLine.RunAsync(args);
