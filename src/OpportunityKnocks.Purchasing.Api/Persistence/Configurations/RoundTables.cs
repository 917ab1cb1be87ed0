using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>Rounds, their lots and requirements, needs and the live demand.</summary>
public sealed class RoundTables :
    IEntityTypeConfiguration<Round>, IEntityTypeConfiguration<Lot>, IEntityTypeConfiguration<Requirement>,
    IEntityTypeConfiguration<Need>, IEntityTypeConfiguration<Proposal>, IEntityTypeConfiguration<LotDemand>, IEntityTypeConfiguration<MemberDemand>
{
    public void Configure(EntityTypeBuilder<Round> builder)
    {
        builder.ToTable("rounds", t =>
        {
            t.HasCheckConstraint(
                "ck_rounds_dates",
                "state = 'Draft' OR bids_close_at > needs_close_at AND (confirm_by IS NULL OR confirm_by > needs_close_at AND bids_close_at > confirm_by)");
            t.HasCheckConstraint("ck_rounds_extensions", "extensions BETWEEN 0 AND extend_times");
            t.HasCheckConstraint("ck_rounds_waits", "waits_since IS NULL OR state IN ('Collecting', 'Review')");
            t.HasCheckConstraint("ck_rounds_unanswered", "unanswered_extensions BETWEEN 0 AND unanswered_extend_times");
            t.HasCheckConstraint("ck_rounds_standstill", "standstill_days BETWEEN 0 AND 60");
        });
        builder.HasKey(r => new { r.ClusterId, r.Id });
        builder.Property(r => r.Title).HasMaxLength(200);
        builder.Property(r => r.Description).HasMaxLength(10_000);
        builder.Property(r => r.EndReason).HasMaxLength(2000);
        builder.Property(r => r.Missing).HasMaxLength(20_000);
        builder.Property(r => r.SealingKey).HasMaxLength(500);
        builder.Property(r => r.OpeningApprovedBy).HasMaxLength(200);
        builder.Property(r => r.BidsOpenedBy).HasMaxLength(200);
        builder.Property(r => r.Trade).HasJson();
        builder.Property(r => r.Agreement).HasJson();
        builder.Property(r => r.Sharing).HasJson();
        builder.Ignore(r => r.Policies);
        builder.Property(r => r.Evaluation).HasJson();
        builder.Property(r => r.Withdrawal!).HasJson();
        builder.Property(r => r.LotterySeed).HasMaxLength(32);
        builder.PrimitiveCollection(r => r.GroupIds).ElementType(e => e.HasConversion<GroupIdConverter>());
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Property(r => r.RecurrenceRule).HasMaxLength(Rounds.Recurrence.MaximumLength);
        builder.HasIndex(r => new { r.ClusterId, r.PredecessorId }).IsUnique().HasFilter("predecessor_id IS NOT NULL");
        builder.HasIndex(r => r.PublishedAt).HasFilter("recurrence_rule IS NOT NULL");
        builder.HasOne<Round>().WithMany().HasForeignKey(r => new { r.ClusterId, r.PredecessorId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(r => r.Lots).WithOne().HasForeignKey(l => new { l.ClusterId, l.RoundId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(r => r.Requirements).WithOne().HasForeignKey(q => new { q.ClusterId, q.RoundId }).OnDelete(DeleteBehavior.Cascade);

        // What the due steps look for, and what suppliers list.
        builder.HasIndex(r => new { r.ClusterId, r.State, r.BidsCloseAt });
        builder.HasIndex(r => r.OpensAt).HasFilter("state = 'Draft' AND opens_at IS NOT NULL");
        builder.HasIndex(r => r.NeedsCloseAt).HasFilter("state = 'Collecting'");
        builder.HasIndex(r => r.ConfirmBy).HasFilter("state = 'Review'");
        builder.HasIndex(r => r.BidsCloseAt).HasFilter("state = 'Tendering'");
        builder.HasIndex(r => r.StandstillEndsAt).HasFilter("state = 'Awarded'");
        builder.Ignore(r => r.AcceptsUntil);
        builder.HasIndex(r => r.AcceptBy).HasFilter("state = 'Awarded' AND acceptance_ended_at IS NULL");
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<Lot> builder)
    {
        builder.ToTable("lots", t =>
        {
            t.HasCheckConstraint("ck_lots_periods", "periods BETWEEN 1 AND 120 AND (period_unit <> 'Once' OR periods = 1)");
            t.HasCheckConstraint("ck_lots_packs", "pack_size >= 1 AND minimum_quantity >= 1");
        });
        builder.HasKey(l => new { l.ClusterId, l.Id });
        builder.Property(l => l.Title).HasMaxLength(200);
        builder.Property(l => l.Specification).HasMaxLength(10_000);
        builder.HasIndex(l => new { l.ClusterId, l.RoundId, l.Number }).IsUnique();

        // A need names its lot together with the round: the two can never disagree.
        builder.HasAlternateKey(l => new { l.ClusterId, l.RoundId, l.Id });
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<Requirement> builder)
    {
        builder.ToTable("requirements");
        builder.HasKey(q => new { q.ClusterId, q.Id });
        builder.Property(q => q.Text).HasMaxLength(2000);
        builder.HasIndex(q => new { q.ClusterId, q.RoundId, q.Number }).IsUnique();
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<Need> builder)
    {
        builder.ToTable("needs", t =>
        {
            t.HasCheckConstraint("ck_needs_quantity", "quantity BETWEEN 1 AND 1000000000 AND tolerance BETWEEN 0 AND 1000000000");
            t.HasCheckConstraint("ck_needs_lot", "(lot_id IS NULL) = (round_id IS NULL) AND (state = 'Standing') = (lot_id IS NULL) OR state = 'Withdrawn'");
            t.HasCheckConstraint(
                "ck_needs_baseline",
                "(baseline_price IS NULL) = (baseline_vat IS NULL) AND (baseline_price IS NULL) = (baseline_vat_rate IS NULL) "
                + "AND (baseline_price IS NULL) = (baseline_source IS NULL) AND (baseline_switching_cost IS NULL OR baseline_price IS NOT NULL)");
        });
        builder.HasKey(n => new { n.ClusterId, n.Id });
        builder.Ignore(n => n.Baseline);
        builder.Property(n => n.CategoryCode).HasMaxLength(8);
        builder.Property(n => n.Description).HasMaxLength(2000);
        builder.Property(n => n.Bundle).HasMaxLength(100);
        builder.Property(n => n.Version).IsConcurrencyToken();
        builder.HasIndex(n => new { n.ClusterId, n.LotId }).HasFilter("lot_id IS NOT NULL");
        builder.HasIndex(n => new { n.ClusterId, n.MemberId });

        // The member's key leads to the cluster. A reference of its own would lock the cluster's row in every submission.
        builder.HasOne<Member>().WithMany().HasForeignKey(n => new { n.ClusterId, n.MemberId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Lot>().WithMany().HasForeignKey(n => new { n.ClusterId, n.RoundId, n.LotId })
            .HasPrincipalKey(l => new { l.ClusterId, l.RoundId, l.Id }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Proposal> builder)
    {
        builder.ToTable("proposals");
        builder.HasKey(p => new { p.ClusterId, p.Id });
        builder.HasIndex(p => new { p.ClusterId, p.NeedId }).IsUnique();

        // With the lots of a draft that is rewritten goes what was chosen for them.
        builder.HasOne<Lot>().WithMany().HasForeignKey(p => new { p.ClusterId, p.RoundId, p.LotId })
            .HasPrincipalKey(l => new { l.ClusterId, l.RoundId, l.Id }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Need>().WithMany().HasForeignKey(p => new { p.ClusterId, p.NeedId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<LotDemand> builder)
    {
        builder.ToTable("lot_demands");
        builder.HasKey(d => new { d.ClusterId, d.LotId });
        builder.HasIndex(d => new { d.ClusterId, d.RoundId });
        builder.HasOne<Lot>().WithMany().HasForeignKey(d => new { d.ClusterId, d.RoundId, d.LotId })
            .HasPrincipalKey(l => new { l.ClusterId, l.RoundId, l.Id }).OnDelete(DeleteBehavior.Cascade);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<MemberDemand> builder)
    {
        builder.ToTable("member_demands");
        builder.HasKey(d => new { d.ClusterId, d.LotId, d.MemberId });
        builder.HasOne<LotDemand>().WithMany().HasForeignKey(d => new { d.ClusterId, d.LotId }).OnDelete(DeleteBehavior.Cascade);
        builder.BelongsToCluster();
    }
}
