using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SuppliersOfALot : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_settled_periods_award_lots_cluster_id_award_id_lot_id",
                table: "settled_periods");

            migrationBuilder.DropForeignKey(
                name: "fk_shares_award_lots_cluster_id_award_id_lot_id",
                table: "shares");

            migrationBuilder.DropForeignKey(
                name: "fk_transfers_settled_periods_cluster_id_settlement_id_lot_id_p",
                table: "transfers");

            migrationBuilder.DropIndex(
                name: "ix_transfers_cluster_id_settlement_id_lot_id_period",
                table: "transfers");

            migrationBuilder.DropIndex(
                name: "ix_shares_cluster_id_award_id_lot_id_member_id",
                table: "shares");

            migrationBuilder.DropCheckConstraint(
                name: "ck_shares_quantity",
                table: "shares");

            migrationBuilder.DropUniqueConstraint(
                name: "ak_settled_periods_cluster_id_settlement_id_lot_id_period",
                table: "settled_periods");

            migrationBuilder.DropPrimaryKey(
                name: "pk_settled_periods",
                table: "settled_periods");

            migrationBuilder.DropPrimaryKey(
                name: "pk_award_lots",
                table: "award_lots");

            migrationBuilder.AddColumn<int>(
                name: "part",
                table: "transfers",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "part",
                table: "shares",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "units",
                table: "shares",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "part",
                table: "settled_periods",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "overbuy_limit",
                table: "rounds",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "divisible",
                table: "lots",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_proved",
                table: "awards",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "rules",
                table: "awards",
                type: "jsonb",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "bound",
                table: "award_passes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "evaluated_cost",
                table: "award_passes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "outcome",
                table: "award_passes",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "part",
                table: "award_lots",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "by_packages",
                table: "award_lots",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "discount",
                table: "award_lots",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "packages",
                table: "award_lots",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<long>(
                name: "packages_per_period",
                table: "award_lots",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "supplied",
                table: "award_lots",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            // Until now a lot had one supplier, and that one supplied all of it.
            migrationBuilder.Sql("UPDATE shares SET units = quantity");
            migrationBuilder.Sql("UPDATE award_lots SET supplied = quantity WHERE supplier_id IS NOT NULL");

            migrationBuilder.AddUniqueConstraint(
                name: "ak_settled_periods_cluster_id_settlement_id_lot_id_part_period",
                table: "settled_periods",
                columns: new[] { "cluster_id", "settlement_id", "lot_id", "part", "period" });

            migrationBuilder.AddPrimaryKey(
                name: "pk_settled_periods",
                table: "settled_periods",
                columns: new[] { "cluster_id", "award_id", "lot_id", "part", "period" });

            migrationBuilder.AddPrimaryKey(
                name: "pk_award_lots",
                table: "award_lots",
                columns: new[] { "cluster_id", "award_id", "lot_id", "part" });

            migrationBuilder.CreateIndex(
                name: "ix_transfers_cluster_id_settlement_id_lot_id_part_period",
                table: "transfers",
                columns: new[] { "cluster_id", "settlement_id", "lot_id", "part", "period" });

            migrationBuilder.CreateIndex(
                name: "ix_shares_cluster_id_award_id_lot_id_part_member_id",
                table: "shares",
                columns: new[] { "cluster_id", "award_id", "lot_id", "part", "member_id" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_shares_quantity",
                table: "shares",
                sql: "quantity > 0 AND units BETWEEN 0 AND quantity");

            migrationBuilder.AddForeignKey(
                name: "fk_settled_periods_award_lots_cluster_id_award_id_lot_id_part",
                table: "settled_periods",
                columns: new[] { "cluster_id", "award_id", "lot_id", "part" },
                principalTable: "award_lots",
                principalColumns: new[] { "cluster_id", "award_id", "lot_id", "part" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_shares_award_lots_cluster_id_award_id_lot_id_part",
                table: "shares",
                columns: new[] { "cluster_id", "award_id", "lot_id", "part" },
                principalTable: "award_lots",
                principalColumns: new[] { "cluster_id", "award_id", "lot_id", "part" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_transfers_settled_periods_cluster_id_settlement_id_lot_id_p",
                table: "transfers",
                columns: new[] { "cluster_id", "settlement_id", "lot_id", "part", "period" },
                principalTable: "settled_periods",
                principalColumns: new[] { "cluster_id", "settlement_id", "lot_id", "part", "period" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_settled_periods_award_lots_cluster_id_award_id_lot_id_part",
                table: "settled_periods");

            migrationBuilder.DropForeignKey(
                name: "fk_shares_award_lots_cluster_id_award_id_lot_id_part",
                table: "shares");

            migrationBuilder.DropForeignKey(
                name: "fk_transfers_settled_periods_cluster_id_settlement_id_lot_id_p",
                table: "transfers");

            migrationBuilder.DropIndex(
                name: "ix_transfers_cluster_id_settlement_id_lot_id_part_period",
                table: "transfers");

            migrationBuilder.DropIndex(
                name: "ix_shares_cluster_id_award_id_lot_id_part_member_id",
                table: "shares");

            migrationBuilder.DropCheckConstraint(
                name: "ck_shares_quantity",
                table: "shares");

            migrationBuilder.DropUniqueConstraint(
                name: "ak_settled_periods_cluster_id_settlement_id_lot_id_part_period",
                table: "settled_periods");

            migrationBuilder.DropPrimaryKey(
                name: "pk_settled_periods",
                table: "settled_periods");

            migrationBuilder.DropPrimaryKey(
                name: "pk_award_lots",
                table: "award_lots");

            migrationBuilder.DropColumn(
                name: "part",
                table: "transfers");

            migrationBuilder.DropColumn(
                name: "part",
                table: "shares");

            migrationBuilder.DropColumn(
                name: "units",
                table: "shares");

            migrationBuilder.DropColumn(
                name: "part",
                table: "settled_periods");

            migrationBuilder.DropColumn(
                name: "overbuy_limit",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "divisible",
                table: "lots");

            migrationBuilder.DropColumn(
                name: "is_proved",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "rules",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "bound",
                table: "award_passes");

            migrationBuilder.DropColumn(
                name: "evaluated_cost",
                table: "award_passes");

            migrationBuilder.DropColumn(
                name: "outcome",
                table: "award_passes");

            migrationBuilder.DropColumn(
                name: "part",
                table: "award_lots");

            migrationBuilder.DropColumn(
                name: "by_packages",
                table: "award_lots");

            migrationBuilder.DropColumn(
                name: "discount",
                table: "award_lots");

            migrationBuilder.DropColumn(
                name: "packages",
                table: "award_lots");

            migrationBuilder.DropColumn(
                name: "packages_per_period",
                table: "award_lots");

            migrationBuilder.DropColumn(
                name: "supplied",
                table: "award_lots");

            migrationBuilder.AddUniqueConstraint(
                name: "ak_settled_periods_cluster_id_settlement_id_lot_id_period",
                table: "settled_periods",
                columns: new[] { "cluster_id", "settlement_id", "lot_id", "period" });

            migrationBuilder.AddPrimaryKey(
                name: "pk_settled_periods",
                table: "settled_periods",
                columns: new[] { "cluster_id", "award_id", "lot_id", "period" });

            migrationBuilder.AddPrimaryKey(
                name: "pk_award_lots",
                table: "award_lots",
                columns: new[] { "cluster_id", "award_id", "lot_id" });

            migrationBuilder.CreateIndex(
                name: "ix_transfers_cluster_id_settlement_id_lot_id_period",
                table: "transfers",
                columns: new[] { "cluster_id", "settlement_id", "lot_id", "period" });

            migrationBuilder.CreateIndex(
                name: "ix_shares_cluster_id_award_id_lot_id_member_id",
                table: "shares",
                columns: new[] { "cluster_id", "award_id", "lot_id", "member_id" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_shares_quantity",
                table: "shares",
                sql: "quantity > 0");

            migrationBuilder.AddForeignKey(
                name: "fk_settled_periods_award_lots_cluster_id_award_id_lot_id",
                table: "settled_periods",
                columns: new[] { "cluster_id", "award_id", "lot_id" },
                principalTable: "award_lots",
                principalColumns: new[] { "cluster_id", "award_id", "lot_id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_shares_award_lots_cluster_id_award_id_lot_id",
                table: "shares",
                columns: new[] { "cluster_id", "award_id", "lot_id" },
                principalTable: "award_lots",
                principalColumns: new[] { "cluster_id", "award_id", "lot_id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_transfers_settled_periods_cluster_id_settlement_id_lot_id_p",
                table: "transfers",
                columns: new[] { "cluster_id", "settlement_id", "lot_id", "period" },
                principalTable: "settled_periods",
                principalColumns: new[] { "cluster_id", "settlement_id", "lot_id", "period" },
                onDelete: ReferentialAction.Restrict);
        }
    }
}
