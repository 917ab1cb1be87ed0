using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>What closing a round fixes. Shares, departures and commitments are written by the hundred thousand: each refers to one table
/// that leads to its cluster, and to no more than it must.</summary>
public sealed class AwardTables :
    IEntityTypeConfiguration<Award>, IEntityTypeConfiguration<AwardedLot>, IEntityTypeConfiguration<RecordedPass>,
    IEntityTypeConfiguration<Departure>, IEntityTypeConfiguration<Share>, IEntityTypeConfiguration<Commitment>,
    IEntityTypeConfiguration<CommitmentLine>
{
    public void Configure(EntityTypeBuilder<Award> builder)
    {
        builder.ToTable("awards");
        builder.HasKey(a => new { a.ClusterId, a.Id });
        builder.HasAlternateKey(a => new { a.ClusterId, a.RoundId, a.Id });
        builder.HasIndex(a => new { a.ClusterId, a.RoundId }).IsUnique().HasFilter("state = 'Active'").HasDatabaseName("ix_awards_active");
        builder.Property(a => a.Reason).HasMaxLength(2000);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Property(a => a.Rules).HasJson();
        builder.Ignore(a => a.Cost);
        builder.HasOne<Award>().WithMany().HasForeignKey(a => new { a.ClusterId, a.RoundId, a.Supersedes })
            .HasPrincipalKey(a => new { a.ClusterId, a.RoundId, a.Id }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Round>().WithMany().HasForeignKey(a => new { a.ClusterId, a.RoundId }).OnDelete(DeleteBehavior.Restrict);

        // The round travels along: an award can only be of its own round's lots.
        builder.HasMany(a => a.Lots).WithOne().HasForeignKey(l => new { l.ClusterId, l.RoundId, l.AwardId })
            .HasPrincipalKey(a => new { a.ClusterId, a.RoundId, a.Id }).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(a => a.Passes).WithOne().HasForeignKey(p => new { p.ClusterId, p.AwardId }).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<AwardedLot> builder)
    {
        builder.ToTable("award_lots", t =>
        {
            t.HasCheckConstraint(
                "ck_award_lots_outcome",
                "(supplier_id IS NULL) = (not_awarded IS NOT NULL) AND (supplier_id IS NULL) = (bid_id IS NULL) "
                + "AND (supplier_id IS NULL) = (offer_version IS NULL) AND (supplier_id IS NULL) = (basis IS NULL) "
                + "AND (supplier_id IS NULL) = (vat_rate IS NULL) AND (supplier_id IS NULL) = (vat_category IS NULL)");
            t.HasCheckConstraint("ck_award_lots_net", "net = line_per_period * periods + fixed_fee + fee_per_member * members OR supplier_id IS NULL");
        });
        builder.HasKey(l => new { l.ClusterId, l.AwardId, l.LotId, l.Part });
        builder.Property(l => l.Part).ValueGeneratedNever();
        builder.Property(l => l.Tiers).HasJson();
        builder.Property(l => l.Packages).HasJson();
        builder.Property(l => l.Candidates).HasJson();
        builder.HasOne<Lot>().WithMany().HasForeignKey(l => new { l.ClusterId, l.RoundId, l.LotId })
            .HasPrincipalKey(l => new { l.ClusterId, l.RoundId, l.Id }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<BidVersion>().WithMany().HasForeignKey(l => new { l.ClusterId, l.BidId, l.OfferVersion }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(l => l.SupplierId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RecordedPass> builder)
    {
        builder.ToTable("award_passes");
        builder.HasKey(p => new { p.ClusterId, p.AwardId, p.Number });
        builder.Property(p => p.Number).ValueGeneratedNever();
        builder.Property(p => p.Lots).HasJson();
    }

    public void Configure(EntityTypeBuilder<Departure> builder)
    {
        builder.ToTable("award_departures");
        builder.HasKey(d => new { d.ClusterId, d.AwardId, d.NeedId });
        builder.Property(d => d.CostPerUnit).HasMaxLength(300);
        builder.HasOne<Award>().WithMany().HasForeignKey(d => new { d.ClusterId, d.AwardId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Need>().WithMany().HasForeignKey(d => new { d.ClusterId, d.NeedId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Share> builder)
    {
        builder.ToTable("shares", t =>
        {
            t.HasCheckConstraint("ck_shares_net", "net = line + fixed_fee + fee_per_member");
            t.HasCheckConstraint("ck_shares_vat", "vat >= 0 AND unrecovered_vat BETWEEN 0 AND vat");
            t.HasCheckConstraint("ck_shares_quantity", "quantity > 0 AND units BETWEEN 0 AND quantity");
        });
        builder.HasKey(s => new { s.ClusterId, s.Id });
        builder.HasIndex(s => new { s.ClusterId, s.AwardId, s.LotId, s.Part, s.MemberId }).IsUnique();
        builder.HasIndex(s => new { s.ClusterId, s.MemberId });
        builder.HasOne<AwardedLot>().WithMany().HasForeignKey(s => new { s.ClusterId, s.AwardId, s.LotId, s.Part }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(s => new { s.ClusterId, s.MemberId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Commitment> builder)
    {
        builder.ToTable(
            "commitments",
            t => t.HasCheckConstraint("ck_commitments_answer", "(answered_at IS NOT NULL) = coalesce(answer IN ('Accepted', 'Declined'), false)"));
        builder.HasKey(c => new { c.ClusterId, c.Id });
        builder.HasIndex(c => new { c.ClusterId, c.AwardId, c.MemberId, c.SupplierId }).IsUnique();
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasOne<Award>().WithMany().HasForeignKey(c => new { c.ClusterId, c.AwardId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => new { c.ClusterId, c.MemberId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(c => c.SupplierId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<CommitmentLine> builder)
    {
        builder.ToTable("commitment_lines", t => t.HasCheckConstraint("ck_commitment_lines", "(quantity > 0 OR (quantity = 0 AND number > 1)) AND ends_on >= starts_on"));
        builder.HasKey(l => new { l.ClusterId, l.CommitmentId, l.LotId, l.Number });
        builder.Property(l => l.Number).ValueGeneratedNever();
        builder.HasOne<Commitment>().WithMany().HasForeignKey(l => new { l.ClusterId, l.CommitmentId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Lot>().WithMany().HasForeignKey(l => new { l.ClusterId, l.LotId }).OnDelete(DeleteBehavior.Restrict);
    }
}
