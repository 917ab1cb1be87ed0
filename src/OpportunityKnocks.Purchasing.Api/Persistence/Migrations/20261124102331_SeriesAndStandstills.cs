using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SeriesAndStandstills : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "predecessor_id",
                table: "rounds",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "recurrence_rule",
                table: "rounds",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "standstill_ends_at",
                table: "rounds",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "standstill_unit",
                table: "rounds",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "CalendarDays");

            migrationBuilder.AddColumn<string>(
                name: "bank_holidays",
                table: "clusters",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "EnglandAndWales");

            // Until now it was computed with each reading.
            migrationBuilder.Sql("UPDATE rounds SET standstill_ends_at = awarded_at + standstill_days * interval '24 hours' WHERE awarded_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_cluster_id_predecessor_id",
                table: "rounds",
                columns: new[] { "cluster_id", "predecessor_id" },
                unique: true,
                filter: "predecessor_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_published_at",
                table: "rounds",
                column: "published_at",
                filter: "recurrence_rule IS NOT NULL");

            migrationBuilder.AddForeignKey(
                name: "fk_rounds_rounds_cluster_id_predecessor_id",
                table: "rounds",
                columns: new[] { "cluster_id", "predecessor_id" },
                principalTable: "rounds",
                principalColumns: new[] { "cluster_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_rounds_rounds_cluster_id_predecessor_id",
                table: "rounds");

            migrationBuilder.DropIndex(
                name: "ix_rounds_cluster_id_predecessor_id",
                table: "rounds");

            migrationBuilder.DropIndex(
                name: "ix_rounds_published_at",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "predecessor_id",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "recurrence_rule",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "standstill_ends_at",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "standstill_unit",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "bank_holidays",
                table: "clusters");
        }
    }
}
