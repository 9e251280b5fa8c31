using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace AutoMLStudio.Migrations
{
    /// <inheritdoc />
    public partial class Dashboard : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "metrics",
                schema: "studio",
                table: "trials",
                type: "json",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "parent",
                schema: "studio",
                table: "trials",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "request",
                schema: "studio",
                table: "trials",
                type: "text",
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<double>(
                name: "seconds",
                schema: "studio",
                table: "trials",
                type: "double precision",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<long>(
                name: "sequence",
                schema: "studio",
                table: "trials",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            // Trials from before these columns: the same sums over their events and reports as an append would have written.
            migrationBuilder.Sql(
                """
                UPDATE studio.trials t SET sequence = e.last FROM (
                    SELECT study_id, (payload->>'number')::int AS number, max(sequence) AS last FROM studio.events
                    WHERE type IN ('trial_started', 'trial_resumed', 'trial_reported', 'trial_ended') GROUP BY 1, 2) e
                WHERE e.study_id = t.study_id AND e.number = t.number;
                UPDATE studio.trials t SET seconds = r.total FROM (
                    SELECT study_id, trial_number, sum(seconds) AS total FROM studio.reports GROUP BY 1, 2) r
                WHERE r.study_id = t.study_id AND r.trial_number = t.number;
                UPDATE studio.trials t SET metrics = r.metrics FROM studio.reports r
                WHERE r.study_id = t.study_id AND r.trial_number = t.number AND r.step = t.step;
                """);

            migrationBuilder.AddColumn<string>(
                name: "notes",
                schema: "studio",
                table: "studies",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<List<string>>(
                name: "tags",
                schema: "studio",
                table: "studies",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.CreateTable(
                name: "datasets",
                schema: "studio",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    format = table.Column<string>(type: "text", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    profile = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_datasets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "enqueued_trials",
                schema: "studio",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    study_id = table.Column<long>(type: "bigint", nullable: false),
                    configuration = table.Column<string>(type: "json", nullable: false),
                    parent = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    trial_number = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enqueued_trials", x => x.id);
                    table.ForeignKey(
                        name: "FK_enqueued_trials_studies_study_id",
                        column: x => x.study_id,
                        principalSchema: "studio",
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "trial_logs",
                schema: "studio",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    study_id = table.Column<long>(type: "bigint", nullable: false),
                    trial_number = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_trial_logs", x => x.id);
                    table.ForeignKey(
                        name: "FK_trial_logs_studies_study_id",
                        column: x => x.study_id,
                        principalSchema: "studio",
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_trials_study_id_sequence",
                schema: "studio",
                table: "trials",
                columns: new[] { "study_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_datasets_name",
                schema: "studio",
                table: "datasets",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enqueued_trials_study_id",
                schema: "studio",
                table: "enqueued_trials",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "IX_trial_logs_study_id_trial_number_id",
                schema: "studio",
                table: "trial_logs",
                columns: new[] { "study_id", "trial_number", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "datasets",
                schema: "studio");

            migrationBuilder.DropTable(
                name: "enqueued_trials",
                schema: "studio");

            migrationBuilder.DropTable(
                name: "trial_logs",
                schema: "studio");

            migrationBuilder.DropIndex(
                name: "IX_trials_study_id_sequence",
                schema: "studio",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "metrics",
                schema: "studio",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "parent",
                schema: "studio",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "request",
                schema: "studio",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "seconds",
                schema: "studio",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "sequence",
                schema: "studio",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "notes",
                schema: "studio",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "tags",
                schema: "studio",
                table: "studies");
        }
    }
}
