using System.Text.Json;
using AutoMLStudio.Core.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace AutoMLStudio.Storage;

/// <summary>
/// The studio's tables in the schema <c>studio</c>. Reading and editing goes through here; events are written by <c>StudyStore</c> alone.
/// </summary>
public sealed class StudyContext(DbContextOptions<StudyContext> options) : DbContext(options)
{
    /// <summary>The schema that holds every table of the studio.</summary>
    public const string Schema = "studio";

    /// <summary>The studies.</summary>
    public DbSet<StudyRow> Studies => Set<StudyRow>();

    /// <summary>Their trials.</summary>
    public DbSet<TrialRow> Trials => Set<TrialRow>();

    /// <summary>The reports of their trials.</summary>
    public DbSet<ReportRow> Reports => Set<ReportRow>();

    /// <summary>Reports from workers that the coordinator has not turned into events yet.</summary>
    public DbSet<WorkerReportRow> WorkerReports => Set<WorkerReportRow>();

    /// <summary>Their events: the truth that trials, reports and sums are derived from.</summary>
    public DbSet<EventRow> Events => Set<EventRow>();

    /// <summary>The files they made.</summary>
    public DbSet<ArtifactRow> Artifacts => Set<ArtifactRow>();

    /// <summary>The lines that their trials wrote.</summary>
    public DbSet<TrialLogRow> TrialLogs => Set<TrialLogRow>();

    /// <summary>Configurations that wait to be tried.</summary>
    public DbSet<EnqueuedTrialRow> EnqueuedTrials => Set<EnqueuedTrialRow>();

    /// <summary>Uploaded datasets.</summary>
    public DbSet<DatasetRow> Datasets => Set<DatasetRow>();

    /// <summary>Sets <paramref name="builder"/> up for this context on <paramref name="source"/>.</summary>
    public static void Configure(DbContextOptionsBuilder builder, NpgsqlDataSource source) =>
        builder.UseNpgsql(source, npgsql => npgsql
            .MigrationsAssembly("AutoMLStudio.Migrations").MigrationsHistoryTable("migrations", Schema)
            // The provider's own strategy hides a database that does not answer in an InvalidOperationException, where nobody looks for it.
            .ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies)));

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<StudyRow>(study =>
        {
            // Room on the page for the many updates of a running study, so that they need no new index entries.
            study.ToTable("studies").HasStorageParameter("fillfactor", 50);
            study.Property(s => s.Name).HasMaxLength(100);
            study.Property(s => s.State).HasConversion<string>();
            study.Property(s => s.Request).HasConversion<string>();
            // Not jsonb, here and below: it would reorder keys, rewrite numbers and refuse the character U+0000, and nothing
            // is searched inside these columns.
            study.Property(s => s.Definition).HasColumnType("json");
            study.Property(s => s.Notes).HasDefaultValue("");
            study.Property(s => s.Tags).HasDefaultValueSql("'{}'");
            study.HasIndex(s => s.Name);
        });
        modelBuilder.Entity<TrialRow>(trial =>
        {
            trial.ToTable("trials").HasStorageParameter("fillfactor", 70);
            trial.HasKey(t => new { t.StudyId, t.Number });
            trial.Property(t => t.State).HasConversion<string>();
            trial.Property(t => t.Configuration).HasColumnType("json");
            trial.Property(t => t.Metrics).HasColumnType("json");
            trial.Property(t => t.Request).HasConversion<string>().HasDefaultValue(TrialWish.None);
            trial.HasIndex(t => new { t.StudyId, t.Sequence });
            trial.HasOne<StudyRow>().WithMany().HasForeignKey(t => t.StudyId);
        });
        modelBuilder.Entity<ReportRow>(report =>
        {
            report.ToTable("reports").HasKey(r => new { r.StudyId, r.TrialNumber, r.Step });
            report.Property(r => r.Metrics).HasColumnType("json");
            report.HasOne<StudyRow>().WithMany().HasForeignKey(r => r.StudyId);
        });
        modelBuilder.Entity<WorkerReportRow>(report =>
        {
            report.ToTable("worker_reports").HasKey(r => new { r.StudyId, r.TrialNumber, r.LeaseEpoch, r.Step });
            report.Property(r => r.Report).HasColumnType("json");
            report.HasOne<TrialRow>().WithMany().HasForeignKey(r => new { r.StudyId, r.TrialNumber });
        });
        modelBuilder.Entity<EventRow>(@event =>
        {
            @event.ToTable("events").HasKey(e => new { e.StudyId, e.Sequence });
            @event.Property(e => e.Payload).HasColumnType("json");
            @event.HasOne<StudyRow>().WithMany().HasForeignKey(e => e.StudyId);
        });
        modelBuilder.Entity<ArtifactRow>(artifact =>
        {
            artifact.ToTable("artifacts").Property(a => a.Metadata).HasColumnType("json");
            artifact.Property(a => a.Sha256).HasMaxLength(64).IsFixedLength();
            artifact.HasOne<StudyRow>().WithMany().HasForeignKey(a => a.StudyId);
            artifact.HasIndex(a => a.Sha256);
        });
        modelBuilder.Entity<TrialLogRow>(line =>
        {
            line.ToTable("trial_logs").HasIndex(l => new { l.StudyId, l.TrialNumber, l.Id });
            line.HasOne<StudyRow>().WithMany().HasForeignKey(l => l.StudyId);
        });
        modelBuilder.Entity<EnqueuedTrialRow>(enqueued =>
        {
            enqueued.ToTable("enqueued_trials").Property(e => e.Configuration).HasColumnType("json");
            enqueued.HasOne<StudyRow>().WithMany().HasForeignKey(e => e.StudyId);
        });
        modelBuilder.Entity<DatasetRow>(dataset =>
        {
            dataset.ToTable("datasets").HasIndex(d => d.Name).IsUnique();
            dataset.Property(d => d.Name).HasMaxLength(100);
            dataset.Property(d => d.Sha256).HasMaxLength(64).IsFixedLength();
            dataset.Property(d => d.Profile).HasColumnType("json");
        });
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }

    /// <summary>PostgreSQL's <c>timestamptz</c> takes times in UTC only.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(t => t.ToUniversalTime(), t => t);
}
