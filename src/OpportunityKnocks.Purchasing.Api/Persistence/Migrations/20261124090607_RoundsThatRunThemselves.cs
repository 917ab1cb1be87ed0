using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class RoundsThatRunThemselves : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_rounds_dates",
                table: "rounds");

            migrationBuilder.DropCheckConstraint(
                name: "ck_needs_quantity",
                table: "needs");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "confirm_by",
                table: "rounds",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "extend_days",
                table: "rounds",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "extend_times",
                table: "rounds",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "extensions",
                table: "rounds",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "fairness",
                table: "rounds",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "ProRata");

            migrationBuilder.AddColumn<int>(
                name: "minimum_bids",
                table: "rounds",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "minimum_members",
                table: "rounds",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "missing",
                table: "rounds",
                type: "character varying(20000)",
                maxLength: 20000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "not_reached",
                table: "rounds",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Cancel");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "opens_at",
                table: "rounds",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "silence",
                table: "rounds",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Drops");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "tender_opened_at",
                table: "rounds",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.Sql(
                "UPDATE rounds SET tender_opened_at = collection_closed_at WHERE state <> 'NotReached' OR bids_opened_at IS NOT NULL");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "waits_since",
                table: "rounds",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "confirmed_at",
                table: "needs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "tolerance",
                table: "needs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "minimum_quantity",
                table: "lots",
                type: "bigint",
                nullable: false,
                defaultValue: 1L);

            migrationBuilder.AddColumn<long>(
                name: "pack_size",
                table: "lots",
                type: "bigint",
                nullable: false,
                defaultValue: 1L);

            migrationBuilder.CreateTable(
                name: "step_failures",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    step = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    first_failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    retry_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    message = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_step_failures", x => new { x.cluster_id, x.round_id, x.step });
                    table.CheckConstraint("ck_step_failures_attempts", "attempts >= 1");
                    table.ForeignKey(
                        name: "fk_step_failures_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_step_failures_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_rounds_confirm_by",
                table: "rounds",
                column: "confirm_by",
                filter: "state = 'Review'");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_opens_at",
                table: "rounds",
                column: "opens_at",
                filter: "state = 'Draft' AND opens_at IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_rounds_dates",
                table: "rounds",
                sql: "state = 'Draft' OR bids_close_at > needs_close_at AND (confirm_by IS NULL OR confirm_by > needs_close_at AND bids_close_at > confirm_by)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_rounds_extensions",
                table: "rounds",
                sql: "extensions BETWEEN 0 AND extend_times");

            migrationBuilder.AddCheckConstraint(
                name: "ck_rounds_waits",
                table: "rounds",
                sql: "waits_since IS NULL OR state IN ('Collecting', 'Review')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_needs_quantity",
                table: "needs",
                sql: "quantity BETWEEN 1 AND 1000000000 AND tolerance BETWEEN 0 AND 1000000000");

            migrationBuilder.AddCheckConstraint(
                name: "ck_lots_packs",
                table: "lots",
                sql: "pack_size >= 1 AND minimum_quantity >= 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "step_failures");

            migrationBuilder.DropIndex(
                name: "ix_rounds_confirm_by",
                table: "rounds");

            migrationBuilder.DropIndex(
                name: "ix_rounds_opens_at",
                table: "rounds");

            migrationBuilder.DropCheckConstraint(
                name: "ck_rounds_dates",
                table: "rounds");

            migrationBuilder.DropCheckConstraint(
                name: "ck_rounds_extensions",
                table: "rounds");

            migrationBuilder.DropCheckConstraint(
                name: "ck_rounds_waits",
                table: "rounds");

            migrationBuilder.DropCheckConstraint(
                name: "ck_needs_quantity",
                table: "needs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_lots_packs",
                table: "lots");

            migrationBuilder.DropColumn(
                name: "confirm_by",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "extend_days",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "extend_times",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "extensions",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "fairness",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "minimum_bids",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "minimum_members",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "missing",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "not_reached",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "opens_at",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "silence",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "tender_opened_at",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "waits_since",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "confirmed_at",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "tolerance",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "minimum_quantity",
                table: "lots");

            migrationBuilder.DropColumn(
                name: "pack_size",
                table: "lots");

            migrationBuilder.AddCheckConstraint(
                name: "ck_rounds_dates",
                table: "rounds",
                sql: "bids_close_at > needs_close_at OR state = 'Draft'");

            migrationBuilder.AddCheckConstraint(
                name: "ck_needs_quantity",
                table: "needs",
                sql: "quantity BETWEEN 1 AND 1000000000");
        }
    }
}
