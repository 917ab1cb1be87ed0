using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>What the service keeps of the steps it takes by itself.</summary>
public sealed class JobTables : IEntityTypeConfiguration<StepFailure>
{
    public void Configure(EntityTypeBuilder<StepFailure> builder)
    {
        builder.ToTable("step_failures", t => t.HasCheckConstraint("ck_step_failures_attempts", "attempts >= 1"));
        builder.HasKey(f => new { f.ClusterId, f.RoundId, f.Step });
        builder.Property(f => f.Message).HasMaxLength(2000);
        builder.HasOne<Round>().WithMany().HasForeignKey(f => new { f.ClusterId, f.RoundId }).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }
}
