using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>How an award's cost was shared over the round, and whom that makes pay more or less.</summary>
public sealed class SharingTables : IEntityTypeConfiguration<AwardSharing>, IEntityTypeConfiguration<AwardAdjustment>
{
    public void Configure(EntityTypeBuilder<AwardSharing> builder)
    {
        builder.ToTable("award_sharings");
        builder.HasKey(s => new { s.ClusterId, s.AwardId });
        builder.Property(s => s.Report).HasJson();
        builder.HasOne<Award>().WithMany().HasForeignKey(s => new { s.ClusterId, s.AwardId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<AwardAdjustment> builder)
    {
        builder.ToTable("award_adjustments");
        builder.HasKey(a => new { a.ClusterId, a.AwardId, a.MemberId });
        builder.HasIndex(a => new { a.ClusterId, a.MemberId });
        builder.HasOne<AwardSharing>().WithMany().HasForeignKey(a => new { a.ClusterId, a.AwardId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(a => new { a.ClusterId, a.MemberId }).OnDelete(DeleteBehavior.Restrict);
    }
}
