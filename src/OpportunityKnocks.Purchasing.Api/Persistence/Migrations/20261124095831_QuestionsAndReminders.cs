using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class QuestionsAndReminders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "questions_close_at",
                table: "rounds",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int[]>(
                name: "reminder_hours",
                table: "rounds",
                type: "integer[]",
                nullable: false,
                defaultValue: new int[0]);

            migrationBuilder.AddColumn<string>(
                name: "unanswered",
                table: "rounds",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Close");

            migrationBuilder.AddColumn<int>(
                name: "unanswered_extend_days",
                table: "rounds",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "unanswered_extend_times",
                table: "rounds",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "unanswered_extensions",
                table: "rounds",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "questions",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    answer_text = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_questions", x => new { x.cluster_id, x.id });
                    table.CheckConstraint("ck_questions_answer", "(answer_text IS NULL) = (answered_at IS NULL)");
                    table.ForeignKey(
                        name: "fk_questions_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_questions_organisations_asker_id",
                        column: x => x.asker_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_questions_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "reminders",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    deadline = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    deadline_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    hours_before = table.Column<int>(type: "integer", nullable: false),
                    told = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reminders", x => new { x.cluster_id, x.id });
                    table.ForeignKey(
                        name: "fk_reminders_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_reminders_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_rounds_unanswered",
                table: "rounds",
                sql: "unanswered_extensions BETWEEN 0 AND unanswered_extend_times");

            migrationBuilder.CreateIndex(
                name: "ix_questions_asker_id",
                table: "questions",
                column: "asker_id");

            migrationBuilder.CreateIndex(
                name: "ix_questions_cluster_id_round_id",
                table: "questions",
                columns: new[] { "cluster_id", "round_id" });

            migrationBuilder.CreateIndex(
                name: "ix_reminders_cluster_id_round_id_deadline_deadline_at_hours_be",
                table: "reminders",
                columns: new[] { "cluster_id", "round_id", "deadline", "deadline_at", "hours_before" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "questions");

            migrationBuilder.DropTable(
                name: "reminders");

            migrationBuilder.DropCheckConstraint(
                name: "ck_rounds_unanswered",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "questions_close_at",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "reminder_hours",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "unanswered",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "unanswered_extend_days",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "unanswered_extend_times",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "unanswered_extensions",
                table: "rounds");
        }
    }
}
