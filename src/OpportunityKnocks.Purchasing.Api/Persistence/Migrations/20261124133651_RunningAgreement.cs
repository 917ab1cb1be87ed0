using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class RunningAgreement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_transfers_period",
                table: "transfers");

            migrationBuilder.DropPrimaryKey(
                name: "pk_commitment_lines",
                table: "commitment_lines");

            migrationBuilder.DropCheckConstraint(
                name: "ck_commitment_lines",
                table: "commitment_lines");

            migrationBuilder.AddColumn<Guid>(
                name: "payment_id",
                table: "transfers",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "agreement",
                table: "rounds",
                type: "jsonb",
                nullable: false,
                defaultValue: """{"variationUpPercent": 0, "variationDownPercent": 0, "joiningAllowed": false}""");

            migrationBuilder.AddColumn<int>(
                name: "number",
                table: "commitment_lines",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "capacity",
                table: "award_lots",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "pk_commitment_lines",
                table: "commitment_lines",
                columns: new[] { "cluster_id", "commitment_id", "lot_id", "number" });

            migrationBuilder.CreateTable(
                name: "bank_lines",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                    booked_on = table.Column<DateOnly>(type: "date", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    reference = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    description = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bank_lines", x => new { x.cluster_id, x.id });
                    table.CheckConstraint("ck_bank_lines", "amount <> 0");
                    table.ForeignKey(
                        name: "fk_bank_lines_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payments",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    party_kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    party_id = table.Column<Guid>(type: "uuid", nullable: false),
                    direction = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    paid_on = table.Column<DateOnly>(type: "date", nullable: false),
                    reference = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    bank_line_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payments", x => new { x.cluster_id, x.id });
                    table.CheckConstraint("ck_payments", "amount > 0 AND party_kind IN ('Member', 'Supplier')");
                    table.ForeignKey(
                        name: "fk_payments_bank_lines_cluster_id_bank_line_id",
                        columns: x => new { x.cluster_id, x.bank_line_id },
                        principalTable: "bank_lines",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_payments_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_transfers_cluster_id_payment_id",
                table: "transfers",
                columns: new[] { "cluster_id", "payment_id" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_transfers_period",
                table: "transfers",
                sql: "(settlement_id IS NULL) <> (payment_id IS NULL) AND (settlement_id IS NULL) = (lot_id IS NULL) AND (settlement_id IS NULL) = (period IS NULL) AND (settlement_id IS NULL) = (part IS NULL) AND (correction_id IS NULL OR settlement_id IS NOT NULL)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_commitment_lines",
                table: "commitment_lines",
                sql: "(quantity > 0 OR (quantity = 0 AND number > 1)) AND ends_on >= starts_on");

            migrationBuilder.CreateIndex(
                name: "ix_bank_lines_cluster_id_fingerprint",
                table: "bank_lines",
                columns: new[] { "cluster_id", "fingerprint" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payments_cluster_id_bank_line_id",
                table: "payments",
                columns: new[] { "cluster_id", "bank_line_id" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_transfers_payments_cluster_id_payment_id",
                table: "transfers",
                columns: new[] { "cluster_id", "payment_id" },
                principalTable: "payments",
                principalColumns: new[] { "cluster_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_transfers_payments_cluster_id_payment_id",
                table: "transfers");

            migrationBuilder.DropTable(
                name: "payments");

            migrationBuilder.DropTable(
                name: "bank_lines");

            migrationBuilder.DropIndex(
                name: "ix_transfers_cluster_id_payment_id",
                table: "transfers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_transfers_period",
                table: "transfers");

            migrationBuilder.DropPrimaryKey(
                name: "pk_commitment_lines",
                table: "commitment_lines");

            migrationBuilder.DropCheckConstraint(
                name: "ck_commitment_lines",
                table: "commitment_lines");

            migrationBuilder.DropColumn(
                name: "payment_id",
                table: "transfers");

            migrationBuilder.DropColumn(
                name: "agreement",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "number",
                table: "commitment_lines");

            migrationBuilder.DropColumn(
                name: "capacity",
                table: "award_lots");

            migrationBuilder.AddPrimaryKey(
                name: "pk_commitment_lines",
                table: "commitment_lines",
                columns: new[] { "cluster_id", "commitment_id", "lot_id", "starts_on" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_transfers_period",
                table: "transfers",
                sql: "(settlement_id IS NULL) = (lot_id IS NULL) AND (settlement_id IS NULL) = (period IS NULL) AND (settlement_id IS NULL) = (part IS NULL) AND (correction_id IS NULL OR settlement_id IS NOT NULL)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_commitment_lines",
                table: "commitment_lines",
                sql: "quantity > 0 AND ends_on >= starts_on");
        }
    }
}
