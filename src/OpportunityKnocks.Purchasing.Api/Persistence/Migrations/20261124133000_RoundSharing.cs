using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class RoundSharing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "sharing",
                table: "rounds",
                type: "jsonb",
                nullable: false,
                defaultValue: """{"method": "poolRate", "repair": false}""");

            migrationBuilder.CreateTable(
                name: "award_sharings",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: false),
                    report = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_award_sharings", x => new { x.cluster_id, x.award_id });
                    table.ForeignKey(
                        name: "fk_award_sharings_awards_cluster_id_award_id",
                        columns: x => new { x.cluster_id, x.award_id },
                        principalTable: "awards",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "award_adjustments",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    pooled = table.Column<string>(type: "text", nullable: false),
                    target = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_award_adjustments", x => new { x.cluster_id, x.award_id, x.member_id });
                    table.ForeignKey(
                        name: "fk_award_adjustments_award_sharings_cluster_id_award_id",
                        columns: x => new { x.cluster_id, x.award_id },
                        principalTable: "award_sharings",
                        principalColumns: new[] { "cluster_id", "award_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_award_adjustments_members_cluster_id_member_id",
                        columns: x => new { x.cluster_id, x.member_id },
                        principalTable: "members",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_award_adjustments_cluster_id_member_id",
                table: "award_adjustments",
                columns: new[] { "cluster_id", "member_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "award_adjustments");

            migrationBuilder.DropTable(
                name: "award_sharings");

            migrationBuilder.DropColumn(
                name: "sharing",
                table: "rounds");
        }
    }
}
