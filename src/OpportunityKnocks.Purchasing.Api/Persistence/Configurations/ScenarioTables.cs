using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>Awards that are considered.</summary>
public sealed class ScenarioTables : IEntityTypeConfiguration<AwardScenario>
{
    public void Configure(EntityTypeBuilder<AwardScenario> builder)
    {
        builder.ToTable("award_scenarios", t => t.HasCheckConstraint("ck_award_scenarios_ended", "(state = 'Computing') = (ended_at IS NULL)"));
        builder.HasKey(s => new { s.ClusterId, s.Id });
        builder.HasIndex(s => new { s.ClusterId, s.RoundId });
        builder.HasIndex(s => s.CreatedAt).HasFilter("state = 'Computing'").HasDatabaseName("ix_award_scenarios_computing");
        builder.Property(s => s.Title).HasMaxLength(200);
        builder.Property(s => s.Question).HasJson();
        builder.Property(s => s.Figures!).HasJson().IsRequired(false);
        builder.Property(s => s.RulePrices).HasJson();
        builder.Property(s => s.Found).HasJson();
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasOne<Round>().WithMany().HasForeignKey(s => new { s.ClusterId, s.RoundId }).OnDelete(DeleteBehavior.Restrict);
    }
}
