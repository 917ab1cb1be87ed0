using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>Declarations of interest, scores, what was agreed on, and the record of it.</summary>
public sealed class EvaluationTables :
    IEntityTypeConfiguration<InterestDeclaration>, IEntityTypeConfiguration<ScoreSheet>, IEntityTypeConfiguration<Consensus>,
    IEntityTypeConfiguration<ScoringRecord>, IEntityTypeConfiguration<PriceInquiry>
{
    public void Configure(EntityTypeBuilder<InterestDeclaration> builder)
    {
        builder.ToTable("interest_declarations");
        builder.HasKey(d => new { d.ClusterId, d.Id });
        builder.Property(d => d.Person).HasMaxLength(200);
        builder.Property(d => d.PersonKey).HasMaxLength(200);
        builder.Property(d => d.Note).HasMaxLength(2000);
        builder.Property(d => d.SupplierIds).HasJson();
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.HasIndex(d => new { d.ClusterId, d.RoundId, d.PersonKey }).IsUnique();
        builder.HasOne<Round>().WithMany().HasForeignKey(d => new { d.ClusterId, d.RoundId }).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<ScoreSheet> builder)
    {
        builder.ToTable("score_sheets");
        builder.HasKey(s => new { s.ClusterId, s.Id });
        builder.Property(s => s.Person).HasMaxLength(200);
        builder.Property(s => s.PersonKey).HasMaxLength(200);
        builder.Property(s => s.Scores).HasJson();
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasIndex(s => new { s.ClusterId, s.BidId, s.PersonKey }).IsUnique();
        builder.HasIndex(s => new { s.ClusterId, s.RoundId });
        builder.HasOne<Round>().WithMany().HasForeignKey(s => new { s.ClusterId, s.RoundId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Bid>().WithMany().HasForeignKey(s => new { s.ClusterId, s.BidId }).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<Consensus> builder)
    {
        builder.ToTable("consensuses");
        builder.HasKey(c => new { c.ClusterId, c.Id });
        builder.Property(c => c.Scores).HasJson();
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasIndex(c => new { c.ClusterId, c.BidId }).IsUnique();
        builder.HasIndex(c => new { c.ClusterId, c.RoundId });
        builder.HasOne<Round>().WithMany().HasForeignKey(c => new { c.ClusterId, c.RoundId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Bid>().WithMany().HasForeignKey(c => new { c.ClusterId, c.BidId }).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<ScoringRecord> builder)
    {
        builder.ToTable("scoring_records");
        builder.HasKey(r => new { r.ClusterId, r.Id });
        builder.HasIndex(r => new { r.ClusterId, r.RoundId });
        builder.HasOne<Round>().WithMany().HasForeignKey(r => new { r.ClusterId, r.RoundId }).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<PriceInquiry> builder)
    {
        builder.ToTable("price_inquiries", t =>
        {
            t.HasCheckConstraint("ck_price_inquiries_question", "(question IS NULL) = (answer_by IS NULL) AND (question IS NULL) = (asked_at IS NULL)");
            t.HasCheckConstraint("ck_price_inquiries_answer", "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL OR question IS NOT NULL)");
            t.HasCheckConstraint("ck_price_inquiries_decision", "(decision IS NULL) = (reason IS NULL) AND (decision IS NULL) = (decided_at IS NULL)");
        });
        builder.HasKey(i => new { i.ClusterId, i.Id });
        builder.Property(i => i.Question).HasMaxLength(4000);
        builder.Property(i => i.Answer).HasMaxLength(10_000);
        builder.Property(i => i.Reason).HasMaxLength(2000);
        builder.Property(i => i.AskedBy).HasMaxLength(200);
        builder.Property(i => i.DecidedBy).HasMaxLength(200);
        builder.Property(i => i.DecidedLots).HasJson();
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.HasIndex(i => new { i.ClusterId, i.BidId }).IsUnique();
        builder.HasIndex(i => new { i.ClusterId, i.RoundId });
        builder.HasOne<Round>().WithMany().HasForeignKey(i => new { i.ClusterId, i.RoundId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Bid>().WithMany().HasForeignKey(i => new { i.ClusterId, i.BidId }).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }
}
