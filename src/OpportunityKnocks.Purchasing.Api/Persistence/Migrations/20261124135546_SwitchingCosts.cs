using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SwitchingCosts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_needs_baseline",
                table: "needs");

            migrationBuilder.AddColumn<long>(
                name: "baseline_switching_cost",
                table: "needs",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_needs_baseline",
                table: "needs",
                sql: "(baseline_price IS NULL) = (baseline_vat IS NULL) AND (baseline_price IS NULL) = (baseline_vat_rate IS NULL) AND (baseline_price IS NULL) = (baseline_source IS NULL) AND (baseline_switching_cost IS NULL OR baseline_price IS NOT NULL)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_needs_baseline",
                table: "needs");

            migrationBuilder.DropColumn(
                name: "baseline_switching_cost",
                table: "needs");

            migrationBuilder.AddCheckConstraint(
                name: "ck_needs_baseline",
                table: "needs",
                sql: "(baseline_price IS NULL) = (baseline_vat IS NULL) AND (baseline_price IS NULL) = (baseline_vat_rate IS NULL) AND (baseline_price IS NULL) = (baseline_source IS NULL)");
        }
    }
}
