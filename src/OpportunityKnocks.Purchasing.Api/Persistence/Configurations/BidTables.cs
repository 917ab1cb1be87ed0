using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>Bids, their versions and the log of their round.</summary>
public sealed class BidTables :
    IEntityTypeConfiguration<Bid>, IEntityTypeConfiguration<BidVersion>, IEntityTypeConfiguration<BidLogEntry>, IEntityTypeConfiguration<BidDocument>
{
    public void Configure(EntityTypeBuilder<Bid> builder)
    {
        builder.ToTable("bids");
        builder.HasKey(b => new { b.ClusterId, b.Id });
        builder.HasIndex(b => new { b.ClusterId, b.RoundId, b.SupplierId }).IsUnique();
        builder.Property(b => b.ExclusionNote).HasMaxLength(2000);
        builder.Property(b => b.Version).IsConcurrencyToken();
        builder.HasOne<Round>().WithMany().HasForeignKey(b => new { b.ClusterId, b.RoundId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(b => b.SupplierId).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<BidVersion> builder)
    {
        builder.ToTable("bid_versions");
        builder.HasKey(v => new { v.ClusterId, v.BidId, v.Number });
        builder.HasOne<Bid>().WithMany().HasForeignKey(v => new { v.ClusterId, v.BidId }).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<BidDocument> builder)
    {
        builder.ToTable("bid_documents");
        builder.HasKey(d => new { d.ClusterId, d.Id });
        builder.HasIndex(d => new { d.ClusterId, d.RoundId, d.SupplierId, d.Fingerprint }).IsUnique();
        builder.Property(d => d.Sha256).HasMaxLength(64);
        builder.Property(d => d.MediaType).HasMaxLength(100);
        builder.HasOne<Round>().WithMany().HasForeignKey(d => new { d.ClusterId, d.RoundId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(d => d.SupplierId).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<BidLogEntry> builder)
    {
        builder.ToTable("bid_log");
        builder.HasKey(e => new { e.ClusterId, e.Id });
        builder.Property(e => e.Actor).HasMaxLength(300);
        builder.HasIndex(e => new { e.ClusterId, e.BidId, e.BidVersion }).IsUnique();
        builder.HasIndex(e => new { e.ClusterId, e.RoundId });
        builder.HasOne<Bid>().WithMany().HasForeignKey(e => new { e.ClusterId, e.BidId }).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }
}
