using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Proposals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "proposals",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    need_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_proposals", x => new { x.cluster_id, x.id });
                    table.ForeignKey(
                        name: "fk_proposals_lots_cluster_id_round_id_lot_id",
                        columns: x => new { x.cluster_id, x.round_id, x.lot_id },
                        principalTable: "lots",
                        principalColumns: new[] { "cluster_id", "round_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_proposals_needs_cluster_id_need_id",
                        columns: x => new { x.cluster_id, x.need_id },
                        principalTable: "needs",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_proposals_cluster_id_need_id",
                table: "proposals",
                columns: new[] { "cluster_id", "need_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_proposals_cluster_id_round_id_lot_id",
                table: "proposals",
                columns: new[] { "cluster_id", "round_id", "lot_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "proposals");
        }
    }
}
