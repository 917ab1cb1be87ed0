using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>Settlements and the ledger: rows that are inserted and never touched again.</summary>
public sealed class LedgerTables :
    IEntityTypeConfiguration<Settlement>, IEntityTypeConfiguration<SettledPeriod>, IEntityTypeConfiguration<CorrectedPeriod>,
    IEntityTypeConfiguration<SupplyRecord>, IEntityTypeConfiguration<Payment>, IEntityTypeConfiguration<BankLine>, IEntityTypeConfiguration<Transfer>, IEntityTypeConfiguration<Counter>
{
    public void Configure(EntityTypeBuilder<Settlement> builder)
    {
        builder.ToTable("settlements", t => t.HasCheckConstraint(
            "ck_settlements_correction",
            "(kind = 'Correction') = (corrects IS NOT NULL) AND (kind = 'Correction') = (reason IS NOT NULL)"));
        builder.HasKey(s => new { s.ClusterId, s.Id });
        builder.HasAlternateKey(s => new { s.ClusterId, s.AwardId, s.Id });
        builder.HasIndex(s => new { s.ClusterId, s.Number }).IsUnique();
        builder.Property(s => s.Kind).HasDefaultValue(SettlementKind.Periods);
        builder.Property(s => s.Reason).HasMaxLength(2000);
        builder.HasOne<Settlement>().WithMany().HasForeignKey(s => new { s.ClusterId, s.AwardId, s.Corrects })
            .HasPrincipalKey(s => new { s.ClusterId, s.AwardId, s.Id }).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => new { s.ClusterId, s.RoundId, s.Number });
        builder.HasOne<Award>().WithMany().HasForeignKey(s => new { s.ClusterId, s.RoundId, s.AwardId })
            .HasPrincipalKey(a => new { a.ClusterId, a.RoundId, a.Id }).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(s => s.Periods).WithOne().HasForeignKey(p => new { p.ClusterId, p.AwardId, p.SettlementId })
            .HasPrincipalKey(s => new { s.ClusterId, s.AwardId, s.Id }).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(s => s.Corrections).WithOne().HasForeignKey(p => new { p.ClusterId, p.AwardId, p.SettlementId })
            .HasPrincipalKey(s => new { s.ClusterId, s.AwardId, s.Id }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Round>().WithMany().HasForeignKey(s => new { s.ClusterId, s.RoundId }).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<SettledPeriod> builder)
    {
        builder.ToTable("settled_periods", t => t.HasCheckConstraint("ck_settled_periods", "period >= 1 AND net >= 0 AND vat >= 0"));

        // The key itself says that a period is posted once.
        builder.HasKey(p => new { p.ClusterId, p.AwardId, p.LotId, p.Part, p.Period });
        builder.Property(p => p.Period).ValueGeneratedNever();
        builder.HasAlternateKey(p => new { p.ClusterId, p.SettlementId, p.LotId, p.Part, p.Period });
        builder.HasOne<AwardedLot>().WithMany().HasForeignKey(p => new { p.ClusterId, p.AwardId, p.LotId, p.Part }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<CorrectedPeriod> builder)
    {
        builder.ToTable("corrected_periods");
        builder.HasKey(p => new { p.ClusterId, p.SettlementId, p.LotId, p.Part, p.Period });
        builder.Property(p => p.Period).ValueGeneratedNever();

        // What is corrected travels along: a transfer corrects the period it is of.
        builder.HasAlternateKey(p => new { p.ClusterId, p.SettlementId, p.Corrects, p.LotId, p.Part, p.Period });
        builder.HasOne<SettledPeriod>().WithMany().HasForeignKey(p => new { p.ClusterId, p.Corrects, p.LotId, p.Part, p.Period })
            .HasPrincipalKey(p => new { p.ClusterId, p.SettlementId, p.LotId, p.Part, p.Period }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<SupplyRecord> builder)
    {
        builder.ToTable("supply_records", t => t.HasCheckConstraint(
            "ck_supply_records",
            "net >= 0 AND vat >= 0 AND (kind = 'Delivery') = (reference IS NULL) AND (kind = 'Invoice') = (vat_rate IS NOT NULL)"));
        builder.HasKey(r => new { r.ClusterId, r.Id });
        builder.HasIndex(r => new { r.ClusterId, r.AwardId, r.LotId, r.Part, r.Period, r.Kind, r.Reference }).IsUnique();
        builder.Property(r => r.Received).HasJson();
        builder.Property(r => r.Reference).HasMaxLength(100);
        builder.Property(r => r.Reason).HasMaxLength(2000);
        builder.HasOne<SettledPeriod>().WithMany().HasForeignKey(r => new { r.ClusterId, r.AwardId, r.LotId, r.Part, r.Period }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Settlement>().WithMany().HasForeignKey(r => new { r.ClusterId, r.AwardId, r.SettlementId })
            .HasPrincipalKey(s => new { s.ClusterId, s.AwardId, s.Id }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("payments", t => t.HasCheckConstraint("ck_payments", "amount > 0 AND party_kind IN ('Member', 'Supplier')"));
        builder.HasKey(p => new { p.ClusterId, p.Id });
        builder.HasIndex(p => new { p.ClusterId, p.BankLineId }).IsUnique();
        builder.Property(p => p.Reference).HasMaxLength(500);
        builder.HasOne<BankLine>().WithMany().HasForeignKey(p => new { p.ClusterId, p.BankLineId }).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<BankLine> builder)
    {
        builder.ToTable("bank_lines", t => t.HasCheckConstraint("ck_bank_lines", "amount <> 0"));
        builder.HasKey(l => new { l.ClusterId, l.Id });
        builder.HasIndex(l => new { l.ClusterId, l.Fingerprint }).IsUnique();
        builder.Property(l => l.Reference).HasMaxLength(500);
        builder.Property(l => l.Description).HasMaxLength(500);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<Transfer> builder)
    {
        builder.ToTable("transfers", t =>
        {
            t.HasCheckConstraint("ck_transfers_amount", "amount > 0 AND vat BETWEEN 0 AND amount");
            t.HasCheckConstraint(
                "ck_transfers_period",
                "(settlement_id IS NULL) <> (payment_id IS NULL) AND (settlement_id IS NOT NULL AND adjusts IS NULL) = (lot_id IS NOT NULL) "
                + "AND (lot_id IS NULL) = (period IS NULL) AND (lot_id IS NULL) = (part IS NULL) AND (adjusts IS NULL OR settlement_id IS NOT NULL) "
                + "AND (correction_id IS NULL OR lot_id IS NOT NULL)");
            t.HasCheckConstraint("ck_transfers_accounts", "(from_kind, from_owner) <> (to_kind, to_owner)");
        });
        builder.HasKey(t => new { t.ClusterId, t.Id });
        builder.HasIndex(t => new { t.ClusterId, t.FromOwner, t.FromKind, t.Id });
        builder.HasIndex(t => new { t.ClusterId, t.ToOwner, t.ToKind, t.Id });

        // A member is adjusted once for an award: one side of it is the member, the other the round.
        builder.HasIndex(t => new { t.ClusterId, t.Adjusts, t.FromOwner, t.ToOwner }).IsUnique().HasFilter("adjusts IS NOT NULL");
        builder.HasOne<AwardSharing>().WithMany().HasForeignKey(t => new { t.ClusterId, t.Adjusts }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<SettledPeriod>().WithMany().HasForeignKey(t => new { t.ClusterId, t.SettlementId, t.LotId, t.Part, t.Period })
            .HasPrincipalKey(p => new { p.ClusterId, p.SettlementId, p.LotId, p.Part, p.Period }).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(t => new { t.ClusterId, t.PaymentId }).IsUnique();
        builder.HasOne<Payment>().WithMany().HasForeignKey(t => new { t.ClusterId, t.PaymentId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CorrectedPeriod>().WithMany().HasForeignKey(t => new { t.ClusterId, t.CorrectionId, t.SettlementId, t.LotId, t.Part, t.Period })
            .HasPrincipalKey(p => new { p.ClusterId, p.SettlementId, p.Corrects, p.LotId, p.Part, p.Period }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Counter> builder)
    {
        builder.ToTable("counters");
        builder.HasKey(c => new { c.ClusterId, c.Name });
        builder.Property(c => c.Name).HasMaxLength(50);
        builder.BelongsToCluster();
    }
}
