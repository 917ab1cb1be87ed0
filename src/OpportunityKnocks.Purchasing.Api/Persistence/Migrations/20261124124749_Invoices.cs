using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Invoices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "invoices",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    settlement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    net = table.Column<long>(type: "bigint", nullable: false),
                    vat = table.Column<long>(type: "bigint", nullable: false),
                    rounding = table.Column<long>(type: "bigint", nullable: false),
                    payable = table.Column<long>(type: "bigint", nullable: false),
                    facts = table.Column<string>(type: "jsonb", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invoices", x => new { x.cluster_id, x.id });
                    table.CheckConstraint("ck_invoices_sum", "payable = net + vat + rounding AND payable >= 0 AND number >= 1");
                    table.ForeignKey(
                        name: "fk_invoices_members_cluster_id_member_id",
                        columns: x => new { x.cluster_id, x.member_id },
                        principalTable: "members",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_invoices_members_cluster_id_seller_id",
                        columns: x => new { x.cluster_id, x.seller_id },
                        principalTable: "members",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_invoices_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_invoices_settlements_cluster_id_settlement_id",
                        columns: x => new { x.cluster_id, x.settlement_id },
                        principalTable: "settlements",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "invoice_lines",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invoice_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<int>(type: "integer", nullable: false),
                    period = table.Column<int>(type: "integer", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    quantity = table.Column<long>(type: "bigint", nullable: false),
                    unit = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    category = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    rate = table.Column<int>(type: "integer", nullable: false),
                    net = table.Column<long>(type: "bigint", nullable: false),
                    vat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invoice_lines", x => new { x.cluster_id, x.invoice_id, x.number });
                    table.CheckConstraint("ck_invoice_lines", "quantity > 0 AND ends_on >= starts_on");
                    table.ForeignKey(
                        name: "fk_invoice_lines_invoices_cluster_id_invoice_id",
                        columns: x => new { x.cluster_id, x.invoice_id },
                        principalTable: "invoices",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_invoice_lines_lots_cluster_id_lot_id",
                        columns: x => new { x.cluster_id, x.lot_id },
                        principalTable: "lots",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_invoice_lines_cluster_id_lot_id",
                table: "invoice_lines",
                columns: new[] { "cluster_id", "lot_id" });

            migrationBuilder.CreateIndex(
                name: "ix_invoices_cluster_id_member_id_id",
                table: "invoices",
                columns: new[] { "cluster_id", "member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_invoices_cluster_id_round_id",
                table: "invoices",
                columns: new[] { "cluster_id", "round_id" });

            migrationBuilder.CreateIndex(
                name: "ix_invoices_cluster_id_seller_id_kind_number",
                table: "invoices",
                columns: new[] { "cluster_id", "seller_id", "kind", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invoices_cluster_id_settlement_id_member_id",
                table: "invoices",
                columns: new[] { "cluster_id", "settlement_id", "member_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "invoice_lines");

            migrationBuilder.DropTable(
                name: "invoices");
        }
    }
}
