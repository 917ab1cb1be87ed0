using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Subscriptions;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>Who is told what, and what is on its way.</summary>
public sealed class SubscriptionTables : IEntityTypeConfiguration<Subscription>, IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Subscription> builder)
    {
        builder.ToTable("subscriptions", t => t.HasCheckConstraint("ck_subscriptions_ended", "ended_at IS NULL OR NOT active"));
        builder.HasKey(s => new { s.ClusterId, s.Id });
        builder.Property(s => s.Target).HasMaxLength(2000);
        builder.Property(s => s.PausedBecause).HasMaxLength(500);
        builder.PrimitiveCollection(s => s.Types).ElementType(e => e.HasConversion<string>());
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.ToTable("deliveries");
        builder.HasKey(d => new { d.ClusterId, d.Id });
        builder.Property(d => d.LastResult).HasMaxLength(500);

        // An event is made out once to each subscriber, however many instances look.
        builder.HasIndex(d => new { d.ClusterId, d.SubscriptionId, d.Position }).IsUnique();
        builder.HasIndex(d => new { d.ClusterId, d.SubscriptionId, d.OrderKey, d.Position }).HasFilter("state = 'Pending'").HasDatabaseName("ix_deliveries_pending");
        builder.HasOne<Subscription>().WithMany().HasForeignKey(d => new { d.ClusterId, d.SubscriptionId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JournalEntry>().WithMany().HasForeignKey(d => new { d.ClusterId, d.EntryId }).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }
}
