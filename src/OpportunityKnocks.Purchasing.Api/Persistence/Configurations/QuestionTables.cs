using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Questions;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>What suppliers asked, and what people were reminded of.</summary>
public sealed class QuestionTables : IEntityTypeConfiguration<Question>, IEntityTypeConfiguration<Reminder>
{
    public void Configure(EntityTypeBuilder<Question> builder)
    {
        builder.ToTable("questions", t => t.HasCheckConstraint("ck_questions_answer", "(answer_text IS NULL) = (answered_at IS NULL)"));
        builder.HasKey(q => new { q.ClusterId, q.Id });
        builder.Property(q => q.Text).HasMaxLength(4000);
        builder.Property(q => q.PublishedText).HasMaxLength(4000);
        builder.Property(q => q.AnswerText).HasMaxLength(10_000);
        builder.Property(q => q.Version).IsConcurrencyToken();
        builder.HasIndex(q => new { q.ClusterId, q.RoundId });
        builder.HasOne<Round>().WithMany().HasForeignKey(q => new { q.ClusterId, q.RoundId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(q => q.AskerId).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }

    public void Configure(EntityTypeBuilder<Reminder> builder)
    {
        builder.ToTable("reminders");
        builder.HasKey(r => new { r.ClusterId, r.Id });
        builder.HasIndex(r => new { r.ClusterId, r.RoundId, r.Deadline, r.DeadlineAt, r.HoursBefore }).IsUnique();
        builder.HasOne<Round>().WithMany().HasForeignKey(r => new { r.ClusterId, r.RoundId }).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToCluster();
    }
}
