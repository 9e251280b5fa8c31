using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace AutoMLStudio.Migrations
{
    /// <inheritdoc />
    public partial class Studies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "studio");

            migrationBuilder.CreateTable(
                name: "studies",
                schema: "studio",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    definition = table.Column<string>(type: "json", nullable: false),
                    request = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    lease_epoch = table.Column<long>(type: "bigint", nullable: false),
                    last_sequence = table.Column<long>(type: "bigint", nullable: false),
                    trial_count = table.Column<int>(type: "integer", nullable: false),
                    finished_count = table.Column<int>(type: "integer", nullable: false),
                    failed_count = table.Column<int>(type: "integer", nullable: false),
                    best_trial = table.Column<int>(type: "integer", nullable: true),
                    best_loss = table.Column<double>(type: "double precision", nullable: true),
                    best_value = table.Column<double>(type: "double precision", nullable: true),
                    running_seconds = table.Column<double>(type: "double precision", nullable: false),
                    archived = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_studies", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "artifacts",
                schema: "studio",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    study_id = table.Column<long>(type: "bigint", nullable: false),
                    trial_number = table.Column<int>(type: "integer", nullable: true),
                    kind = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    metadata = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_artifacts", x => x.id);
                    table.ForeignKey(
                        name: "FK_artifacts_studies_study_id",
                        column: x => x.study_id,
                        principalSchema: "studio",
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "events",
                schema: "studio",
                columns: table => new
                {
                    study_id = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    payload = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => new { x.study_id, x.sequence });
                    table.ForeignKey(
                        name: "FK_events_studies_study_id",
                        column: x => x.study_id,
                        principalSchema: "studio",
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "reports",
                schema: "studio",
                columns: table => new
                {
                    study_id = table.Column<long>(type: "bigint", nullable: false),
                    trial_number = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<double>(type: "double precision", nullable: false),
                    metrics = table.Column<string>(type: "json", nullable: false),
                    seconds = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reports", x => new { x.study_id, x.trial_number, x.step });
                    table.ForeignKey(
                        name: "FK_reports_studies_study_id",
                        column: x => x.study_id,
                        principalSchema: "studio",
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "trials",
                schema: "studio",
                columns: table => new
                {
                    study_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    configuration = table.Column<string>(type: "json", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    budget = table.Column<double>(type: "double precision", nullable: false),
                    step = table.Column<double>(type: "double precision", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    loss = table.Column<double>(type: "double precision", nullable: true),
                    value = table.Column<double>(type: "double precision", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lease_epoch = table.Column<long>(type: "bigint", nullable: false),
                    lease_owner = table.Column<string>(type: "text", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lease_outcome = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_trials", x => new { x.study_id, x.number });
                    table.ForeignKey(
                        name: "FK_trials_studies_study_id",
                        column: x => x.study_id,
                        principalSchema: "studio",
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateTable(
                name: "worker_reports",
                schema: "studio",
                columns: table => new
                {
                    study_id = table.Column<long>(type: "bigint", nullable: false),
                    trial_number = table.Column<int>(type: "integer", nullable: false),
                    lease_epoch = table.Column<long>(type: "bigint", nullable: false),
                    step = table.Column<double>(type: "double precision", nullable: false),
                    report = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_worker_reports", x => new { x.study_id, x.trial_number, x.lease_epoch, x.step });
                    table.ForeignKey(
                        name: "FK_worker_reports_trials_study_id_trial_number",
                        columns: x => new { x.study_id, x.trial_number },
                        principalSchema: "studio",
                        principalTable: "trials",
                        principalColumns: new[] { "study_id", "number" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_artifacts_sha256",
                schema: "studio",
                table: "artifacts",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "IX_artifacts_study_id",
                schema: "studio",
                table: "artifacts",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "IX_studies_name",
                schema: "studio",
                table: "studies",
                column: "name");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "artifacts",
                schema: "studio");

            migrationBuilder.DropTable(
                name: "events",
                schema: "studio");

            migrationBuilder.DropTable(
                name: "reports",
                schema: "studio");

            migrationBuilder.DropTable(
                name: "worker_reports",
                schema: "studio");

            migrationBuilder.DropTable(
                name: "trials",
                schema: "studio");

            migrationBuilder.DropTable(
                name: "studies",
                schema: "studio");
        }
    }
}
