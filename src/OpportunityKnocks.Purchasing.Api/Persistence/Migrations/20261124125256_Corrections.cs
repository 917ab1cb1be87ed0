using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Corrections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<Guid>(
                name: "settlement_id",
                table: "transfers",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AlterColumn<int>(
                name: "period",
                table: "transfers",
                type: "integer",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "integer");

            migrationBuilder.AlterColumn<int>(
                name: "part",
                table: "transfers",
                type: "integer",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "integer");

            migrationBuilder.AlterColumn<Guid>(
                name: "lot_id",
                table: "transfers",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "correction_id",
                table: "transfers",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "corrects",
                table: "settlements",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "settlements",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Periods");

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "settlements",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "corrected_periods",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    settlement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<int>(type: "integer", nullable: false),
                    period = table.Column<int>(type: "integer", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: false),
                    corrects = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    supplier_id = table.Column<Guid>(type: "uuid", nullable: false),
                    net = table.Column<long>(type: "bigint", nullable: false),
                    vat = table.Column<long>(type: "bigint", nullable: false),
                    supplier_vat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_corrected_periods", x => new { x.cluster_id, x.settlement_id, x.lot_id, x.part, x.period });
                    table.UniqueConstraint("ak_corrected_periods_cluster_id_settlement_id_corrects_lot_id_", x => new { x.cluster_id, x.settlement_id, x.corrects, x.lot_id, x.part, x.period });
                    table.ForeignKey(
                        name: "fk_corrected_periods_settled_periods_cluster_id_corrects_lot_i",
                        columns: x => new { x.cluster_id, x.corrects, x.lot_id, x.part, x.period },
                        principalTable: "settled_periods",
                        principalColumns: new[] { "cluster_id", "settlement_id", "lot_id", "part", "period" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_corrected_periods_settlements_cluster_id_award_id_settlemen",
                        columns: x => new { x.cluster_id, x.award_id, x.settlement_id },
                        principalTable: "settlements",
                        principalColumns: new[] { "cluster_id", "award_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "supply_records",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<int>(type: "integer", nullable: false),
                    period = table.Column<int>(type: "integer", nullable: false),
                    supplier_id = table.Column<Guid>(type: "uuid", nullable: false),
                    received = table.Column<string>(type: "jsonb", nullable: false),
                    reference = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    net = table.Column<long>(type: "bigint", nullable: false),
                    vat = table.Column<long>(type: "bigint", nullable: false),
                    vat_rate = table.Column<int>(type: "integer", nullable: true),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    settlement_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supply_records", x => new { x.cluster_id, x.id });
                    table.CheckConstraint("ck_supply_records", "net >= 0 AND vat >= 0 AND (kind = 'Delivery') = (reference IS NULL) AND (kind = 'Invoice') = (vat_rate IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_supply_records_settled_periods_cluster_id_award_id_lot_id_p",
                        columns: x => new { x.cluster_id, x.award_id, x.lot_id, x.part, x.period },
                        principalTable: "settled_periods",
                        principalColumns: new[] { "cluster_id", "award_id", "lot_id", "part", "period" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_supply_records_settlements_cluster_id_award_id_settlement_id",
                        columns: x => new { x.cluster_id, x.award_id, x.settlement_id },
                        principalTable: "settlements",
                        principalColumns: new[] { "cluster_id", "award_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_transfers_cluster_id_correction_id_settlement_id_lot_id_par",
                table: "transfers",
                columns: new[] { "cluster_id", "correction_id", "settlement_id", "lot_id", "part", "period" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_transfers_period",
                table: "transfers",
                sql: "(settlement_id IS NULL) = (lot_id IS NULL) AND (settlement_id IS NULL) = (period IS NULL) AND (settlement_id IS NULL) = (part IS NULL) AND (correction_id IS NULL OR settlement_id IS NOT NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_settlements_cluster_id_award_id_corrects",
                table: "settlements",
                columns: new[] { "cluster_id", "award_id", "corrects" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_settlements_correction",
                table: "settlements",
                sql: "(kind = 'Correction') = (corrects IS NOT NULL) AND (kind = 'Correction') = (reason IS NOT NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_corrected_periods_cluster_id_award_id_settlement_id",
                table: "corrected_periods",
                columns: new[] { "cluster_id", "award_id", "settlement_id" });

            migrationBuilder.CreateIndex(
                name: "ix_corrected_periods_cluster_id_corrects_lot_id_part_period",
                table: "corrected_periods",
                columns: new[] { "cluster_id", "corrects", "lot_id", "part", "period" });

            migrationBuilder.CreateIndex(
                name: "ix_supply_records_cluster_id_award_id_lot_id_part_period_kind_",
                table: "supply_records",
                columns: new[] { "cluster_id", "award_id", "lot_id", "part", "period", "kind", "reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_supply_records_cluster_id_award_id_settlement_id",
                table: "supply_records",
                columns: new[] { "cluster_id", "award_id", "settlement_id" });

            migrationBuilder.AddForeignKey(
                name: "fk_settlements_settlements_cluster_id_award_id_corrects",
                table: "settlements",
                columns: new[] { "cluster_id", "award_id", "corrects" },
                principalTable: "settlements",
                principalColumns: new[] { "cluster_id", "award_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_transfers_corrected_periods_cluster_id_correction_id_settle",
                table: "transfers",
                columns: new[] { "cluster_id", "correction_id", "settlement_id", "lot_id", "part", "period" },
                principalTable: "corrected_periods",
                principalColumns: new[] { "cluster_id", "settlement_id", "corrects", "lot_id", "part", "period" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_settlements_settlements_cluster_id_award_id_corrects",
                table: "settlements");

            migrationBuilder.DropForeignKey(
                name: "fk_transfers_corrected_periods_cluster_id_correction_id_settle",
                table: "transfers");

            migrationBuilder.DropTable(
                name: "corrected_periods");

            migrationBuilder.DropTable(
                name: "supply_records");

            migrationBuilder.DropIndex(
                name: "ix_transfers_cluster_id_correction_id_settlement_id_lot_id_par",
                table: "transfers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_transfers_period",
                table: "transfers");

            migrationBuilder.DropIndex(
                name: "ix_settlements_cluster_id_award_id_corrects",
                table: "settlements");

            migrationBuilder.DropCheckConstraint(
                name: "ck_settlements_correction",
                table: "settlements");

            migrationBuilder.DropColumn(
                name: "correction_id",
                table: "transfers");

            migrationBuilder.DropColumn(
                name: "corrects",
                table: "settlements");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "settlements");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "settlements");

            migrationBuilder.AlterColumn<Guid>(
                name: "settlement_id",
                table: "transfers",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AlterColumn<int>(
                name: "period",
                table: "transfers",
                type: "integer",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "integer",
                oldNullable: true);

            migrationBuilder.AlterColumn<int>(
                name: "part",
                table: "transfers",
                type: "integer",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "integer",
                oldNullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "lot_id",
                table: "transfers",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
