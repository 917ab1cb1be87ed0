using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Charges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "charge_invoices",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<int>(type: "integer", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    period = table.Column<int>(type: "integer", nullable: false),
                    supplier_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_charge_invoices", x => new { x.cluster_id, x.id });
                    table.CheckConstraint("ck_charge_invoices", "period >= 1");
                    table.ForeignKey(
                        name: "fk_charge_invoices_award_lots_cluster_id_award_id_lot_id_part",
                        columns: x => new { x.cluster_id, x.award_id, x.lot_id, x.part },
                        principalTable: "award_lots",
                        principalColumns: new[] { "cluster_id", "award_id", "lot_id", "part" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_charge_invoices_members_cluster_id_member_id",
                        columns: x => new { x.cluster_id, x.member_id },
                        principalTable: "members",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_charge_invoices_organisations_supplier_id",
                        column: x => x.supplier_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_charge_invoices_cluster_id_award_id_lot_id_part_member_id_p",
                table: "charge_invoices",
                columns: new[] { "cluster_id", "award_id", "lot_id", "part", "member_id", "period" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_charge_invoices_cluster_id_member_id",
                table: "charge_invoices",
                columns: new[] { "cluster_id", "member_id" });

            migrationBuilder.CreateIndex(
                name: "ix_charge_invoices_cluster_id_supplier_id_number",
                table: "charge_invoices",
                columns: new[] { "cluster_id", "supplier_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_charge_invoices_supplier_id",
                table: "charge_invoices",
                column: "supplier_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "charge_invoices");
        }
    }
}
