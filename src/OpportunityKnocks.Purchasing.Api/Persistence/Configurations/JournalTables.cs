using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Api.Journal;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>The journal, its heads, and the answers kept for retries.</summary>
public sealed class JournalTables : IEntityTypeConfiguration<JournalEntry>, IEntityTypeConfiguration<Feed>, IEntityTypeConfiguration<AnswerRow>
{
    public void Configure(EntityTypeBuilder<JournalEntry> builder)
    {
        builder.ToTable("journal");
        builder.HasKey(e => new { e.ClusterId, e.Id });
        builder.Property(e => e.Actor).HasMaxLength(300);
        builder.Property(e => e.Reason).HasMaxLength(2000);
        builder.Property(e => e.RecordedAt).HasDefaultValueSql("clock_timestamp()").ValueGeneratedOnAdd();
        builder.HasIndex(e => new { e.ClusterId, e.SubjectId, e.SubjectVersion }).IsUnique();
        builder.HasIndex(e => new { e.ClusterId, e.Position }).IsUnique().HasFilter("position IS NOT NULL");

        // The few entries that wait for the sequencer.
        builder.HasIndex(e => new { e.ClusterId, e.RoundId }).HasFilter("position IS NULL").HasDatabaseName("ix_journal_pending");
    }

    public void Configure(EntityTypeBuilder<Feed> builder)
    {
        builder.ToTable("feeds");
        builder.HasKey(f => f.ClusterId);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<AnswerRow> builder)
    {
        builder.ToTable("answers");
        builder.HasKey(a => new { a.ClusterId, a.ClientId, a.Key });
        builder.Property(a => a.ClientId).HasMaxLength(100);
        builder.Property(a => a.Key).HasMaxLength(255);
        builder.HasIndex(a => a.CreatedAt);
    }
}
