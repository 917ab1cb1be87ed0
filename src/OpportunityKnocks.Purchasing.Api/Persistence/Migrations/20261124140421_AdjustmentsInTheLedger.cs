using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AdjustmentsInTheLedger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_transfers_period",
                table: "transfers");

            migrationBuilder.AddColumn<Guid>(
                name: "adjusts",
                table: "transfers",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_transfers_cluster_id_adjusts_from_owner_to_owner",
                table: "transfers",
                columns: new[] { "cluster_id", "adjusts", "from_owner", "to_owner" },
                unique: true,
                filter: "adjusts IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_transfers_period",
                table: "transfers",
                sql: "(settlement_id IS NULL) <> (payment_id IS NULL) AND (settlement_id IS NOT NULL AND adjusts IS NULL) = (lot_id IS NOT NULL) AND (lot_id IS NULL) = (period IS NULL) AND (lot_id IS NULL) = (part IS NULL) AND (adjusts IS NULL OR settlement_id IS NOT NULL) AND (correction_id IS NULL OR lot_id IS NOT NULL)");

            migrationBuilder.AddForeignKey(
                name: "fk_transfers_award_sharings_cluster_id_adjusts",
                table: "transfers",
                columns: new[] { "cluster_id", "adjusts" },
                principalTable: "award_sharings",
                principalColumns: new[] { "cluster_id", "award_id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_transfers_award_sharings_cluster_id_adjusts",
                table: "transfers");

            migrationBuilder.DropIndex(
                name: "ix_transfers_cluster_id_adjusts_from_owner_to_owner",
                table: "transfers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_transfers_period",
                table: "transfers");

            migrationBuilder.DropColumn(
                name: "adjusts",
                table: "transfers");

            migrationBuilder.AddCheckConstraint(
                name: "ck_transfers_period",
                table: "transfers",
                sql: "(settlement_id IS NULL) <> (payment_id IS NULL) AND (settlement_id IS NULL) = (lot_id IS NULL) AND (settlement_id IS NULL) = (period IS NULL) AND (settlement_id IS NULL) = (part IS NULL) AND (correction_id IS NULL OR settlement_id IS NOT NULL)");
        }
    }
}
