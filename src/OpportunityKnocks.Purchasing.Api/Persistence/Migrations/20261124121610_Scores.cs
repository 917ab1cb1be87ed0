using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Scores : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "consensuses",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bid_id = table.Column<Guid>(type: "uuid", nullable: false),
                    scores = table.Column<string>(type: "jsonb", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consensuses", x => new { x.cluster_id, x.id });
                    table.ForeignKey(
                        name: "fk_consensuses_bids_cluster_id_bid_id",
                        columns: x => new { x.cluster_id, x.bid_id },
                        principalTable: "bids",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_consensuses_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_consensuses_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "interest_declarations",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    person_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    has_interest = table.Column<bool>(type: "boolean", nullable: false),
                    supplier_ids = table.Column<string>(type: "jsonb", nullable: false),
                    note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    declared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interest_declarations", x => new { x.cluster_id, x.id });
                    table.ForeignKey(
                        name: "fk_interest_declarations_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_interest_declarations_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "score_sheets",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bid_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    person_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    scores = table.Column<string>(type: "jsonb", nullable: false),
                    scored_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    struck_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_score_sheets", x => new { x.cluster_id, x.id });
                    table.ForeignKey(
                        name: "fk_score_sheets_bids_cluster_id_bid_id",
                        columns: x => new { x.cluster_id, x.bid_id },
                        principalTable: "bids",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_score_sheets_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_score_sheets_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "scoring_records",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    kept_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scoring_records", x => new { x.cluster_id, x.id });
                    table.ForeignKey(
                        name: "fk_scoring_records_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_scoring_records_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_consensuses_cluster_id_bid_id",
                table: "consensuses",
                columns: new[] { "cluster_id", "bid_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_consensuses_cluster_id_round_id",
                table: "consensuses",
                columns: new[] { "cluster_id", "round_id" });

            migrationBuilder.CreateIndex(
                name: "ix_interest_declarations_cluster_id_round_id_person_key",
                table: "interest_declarations",
                columns: new[] { "cluster_id", "round_id", "person_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_score_sheets_cluster_id_bid_id_person_key",
                table: "score_sheets",
                columns: new[] { "cluster_id", "bid_id", "person_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_score_sheets_cluster_id_round_id",
                table: "score_sheets",
                columns: new[] { "cluster_id", "round_id" });

            migrationBuilder.CreateIndex(
                name: "ix_scoring_records_cluster_id_round_id",
                table: "scoring_records",
                columns: new[] { "cluster_id", "round_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "consensuses");

            migrationBuilder.DropTable(
                name: "interest_declarations");

            migrationBuilder.DropTable(
                name: "score_sheets");

            migrationBuilder.DropTable(
                name: "scoring_records");
        }
    }
}
