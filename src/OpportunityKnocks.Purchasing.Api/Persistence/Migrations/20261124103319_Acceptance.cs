using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Acceptance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "accept_by",
                table: "rounds",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "accept_days",
                table: "rounds",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "acceptance",
                table: "rounds",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "CeilingBinds");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "acceptance_ended_at",
                table: "rounds",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "answer",
                table: "commitments",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "answered_at",
                table: "commitments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "supersedes",
                table: "awards",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_rounds_accept_by",
                table: "rounds",
                column: "accept_by",
                filter: "state = 'Awarded' AND acceptance_ended_at IS NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_commitments_answer",
                table: "commitments",
                sql: "(answered_at IS NOT NULL) = coalesce(answer IN ('Accepted', 'Declined'), false)");

            migrationBuilder.CreateIndex(
                name: "ix_awards_cluster_id_round_id_supersedes",
                table: "awards",
                columns: new[] { "cluster_id", "round_id", "supersedes" });

            migrationBuilder.AddForeignKey(
                name: "fk_awards_awards_cluster_id_round_id_supersedes",
                table: "awards",
                columns: new[] { "cluster_id", "round_id", "supersedes" },
                principalTable: "awards",
                principalColumns: new[] { "cluster_id", "round_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_awards_awards_cluster_id_round_id_supersedes",
                table: "awards");

            migrationBuilder.DropIndex(
                name: "ix_rounds_accept_by",
                table: "rounds");

            migrationBuilder.DropCheckConstraint(
                name: "ck_commitments_answer",
                table: "commitments");

            migrationBuilder.DropIndex(
                name: "ix_awards_cluster_id_round_id_supersedes",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "accept_by",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "accept_days",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "acceptance",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "acceptance_ended_at",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "answer",
                table: "commitments");

            migrationBuilder.DropColumn(
                name: "answered_at",
                table: "commitments");

            migrationBuilder.DropColumn(
                name: "supersedes",
                table: "awards");
        }
    }
}
