using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class LowPricesAndWithdrawals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "withdrawal",
                table: "rounds",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "price_inquiries",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bid_id = table.Column<Guid>(type: "uuid", nullable: false),
                    question = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    asked_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answer_by = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answer = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decision = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    decided_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_lots = table.Column<string>(type: "jsonb", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_price_inquiries", x => new { x.cluster_id, x.id });
                    table.CheckConstraint("ck_price_inquiries_answer", "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL OR question IS NOT NULL)");
                    table.CheckConstraint("ck_price_inquiries_decision", "(decision IS NULL) = (reason IS NULL) AND (decision IS NULL) = (decided_at IS NULL)");
                    table.CheckConstraint("ck_price_inquiries_question", "(question IS NULL) = (answer_by IS NULL) AND (question IS NULL) = (asked_at IS NULL)");
                    table.ForeignKey(
                        name: "fk_price_inquiries_bids_cluster_id_bid_id",
                        columns: x => new { x.cluster_id, x.bid_id },
                        principalTable: "bids",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_price_inquiries_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_price_inquiries_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_price_inquiries_cluster_id_bid_id",
                table: "price_inquiries",
                columns: new[] { "cluster_id", "bid_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_price_inquiries_cluster_id_round_id",
                table: "price_inquiries",
                columns: new[] { "cluster_id", "round_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "price_inquiries");

            migrationBuilder.DropColumn(
                name: "withdrawal",
                table: "rounds");
        }
    }
}
