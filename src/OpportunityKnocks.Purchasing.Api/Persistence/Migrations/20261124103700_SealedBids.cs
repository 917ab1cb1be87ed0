using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SealedBids : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "bids_opened_by",
                table: "rounds",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "opening_approved_at",
                table: "rounds",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "opening_approved_by",
                table: "rounds",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "opening_needs",
                table: "rounds",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "OnePerson");

            migrationBuilder.AddColumn<string>(
                name: "sealing_key",
                table: "rounds",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "opening_needs",
                table: "clusters",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "OnePerson");

            migrationBuilder.AlterColumn<string>(
                name: "content",
                table: "bid_versions",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AddColumn<byte[]>(
                name: "content_commitment",
                table: "bid_versions",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "envelope",
                table: "bid_versions",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "bids_opened_by",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "opening_approved_at",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "opening_approved_by",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "opening_needs",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "sealing_key",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "opening_needs",
                table: "clusters");

            migrationBuilder.DropColumn(
                name: "content_commitment",
                table: "bid_versions");

            migrationBuilder.DropColumn(
                name: "envelope",
                table: "bid_versions");

            migrationBuilder.AlterColumn<string>(
                name: "content",
                table: "bid_versions",
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);
        }
    }
}
