using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AutoMLStudio.Migrations
{
    /// <inheritdoc />
    public partial class Imports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "imported",
                schema: "studio",
                table: "trials",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "imported",
                schema: "studio",
                table: "trials");
        }
    }
}
