using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Invoicing;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>Invoices and credit notes: rows that are inserted and never touched again.</summary>
public sealed class InvoiceTables : IEntityTypeConfiguration<Invoice>, IEntityTypeConfiguration<InvoiceLine>, IEntityTypeConfiguration<ChargeInvoice>
{
    public void Configure(EntityTypeBuilder<Invoice> builder)
    {
        builder.ToTable("invoices", t => t.HasCheckConstraint("ck_invoices_sum", "payable = net + vat + rounding AND payable >= 0 AND number >= 1"));
        builder.HasKey(i => new { i.ClusterId, i.Id });
        builder.HasIndex(i => new { i.ClusterId, i.SellerId, i.Kind, i.Number }).IsUnique();

        // A settlement is invoiced once.
        builder.HasIndex(i => new { i.ClusterId, i.SettlementId, i.MemberId }).IsUnique();
        builder.HasIndex(i => new { i.ClusterId, i.MemberId, i.Id });
        builder.Ignore(i => i.Name);
        builder.Property(i => i.Facts).HasJson();
        builder.HasOne<Settlement>().WithMany().HasForeignKey(i => new { i.ClusterId, i.SettlementId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Round>().WithMany().HasForeignKey(i => new { i.ClusterId, i.RoundId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(i => new { i.ClusterId, i.MemberId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(i => new { i.ClusterId, i.SellerId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(i => i.Lines).WithOne().HasForeignKey(l => new { l.ClusterId, l.InvoiceId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<InvoiceLine> builder)
    {
        builder.ToTable("invoice_lines", t => t.HasCheckConstraint("ck_invoice_lines", "quantity > 0 AND ends_on >= starts_on"));
        builder.HasKey(l => new { l.ClusterId, l.InvoiceId, l.Number });
        builder.Property(l => l.Number).ValueGeneratedNever();
        builder.Property(l => l.Title).HasMaxLength(200);
        builder.Property(l => l.Unit).HasMaxLength(10);
        builder.HasOne<Lot>().WithMany().HasForeignKey(l => new { l.ClusterId, l.LotId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ChargeInvoice> builder)
    {
        builder.ToTable("charge_invoices", t => t.HasCheckConstraint("ck_charge_invoices", "period >= 1"));
        builder.HasKey(c => new { c.ClusterId, c.Id });
        builder.HasIndex(c => new { c.ClusterId, c.AwardId, c.LotId, c.Part, c.MemberId, c.Period }).IsUnique();
        builder.HasIndex(c => new { c.ClusterId, c.SupplierId, c.Number }).IsUnique();
        builder.Property(c => c.Number).HasMaxLength(100);
        builder.HasIndex(c => new { c.ClusterId, c.MemberId });
        builder.HasOne<AwardedLot>().WithMany().HasForeignKey(c => new { c.ClusterId, c.AwardId, c.LotId, c.Part }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => new { c.ClusterId, c.MemberId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(c => c.SupplierId).OnDelete(DeleteBehavior.Restrict);
    }
}
