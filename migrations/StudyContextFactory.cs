using AutoMLStudio.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace AutoMLStudio.Migrations;

/// <summary>Makes a context for the <c>dotnet ef</c> tool, which compares models and connects to nothing.</summary>
public sealed class StudyContextFactory : IDesignTimeDbContextFactory<StudyContext>
{
    /// <inheritdoc/>
    public StudyContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<StudyContext>();
        StudyContext.Configure(builder, NpgsqlDataSource.Create("Host=localhost;Database=studio"));
        return new(builder.Options);
    }
}
