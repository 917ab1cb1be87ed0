using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Tenders;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Questions;

namespace OpportunityKnocks.Purchasing.Api.Questions;

/// <summary>A question on a tender. Nobody but its asker is told who asked, or when.</summary>
/// <param name="Question">To the asker and the coordinator as it was asked; to all others as the coordinator published it.</param>
/// <param name="Published">The words in which all others read it, when they are not the asker's.</param>
/// <param name="Answer">Left out until there is one.</param>
/// <param name="Own">Whether the caller asked it.</param>
/// <param name="AskedAt">Told to the asker only.</param>
public sealed record QuestionResponse(
    Guid Id, string Question, string? Published, string? Answer, DateTimeOffset? AnsweredAt, bool Own, DateTimeOffset? AskedAt, int Version) : IVersioned;

/// <summary>Who sees which questions: the coordinator all, a supplier its own and those that are answered. So what one supplier sees never
/// moves because another one asked.</summary>
public static class QuestionViews
{
    public static DomainException NotFound => HttpRefusals.NotFound.Because("There is no such question, or not yet.");

    public static async Task<IQueryable<Question>> VisibleQuestionsAsync(
        this PurchasingDb db, Caller caller, ClusterId cluster, RoundId round, CancellationToken ct)
    {
        if (!await db.Rounds.WhereTendered().AnyAsync(r => r.ClusterId == cluster && r.Id == round, ct))
            throw TenderLookUps.NotFound;

        var questions = db.Questions.AsNoTracking().Where(q => q.ClusterId == cluster && q.RoundId == round);
        var own = caller.Organisation;
        return caller.Is(Roles.Coordinator) ? questions : questions.Where(q => q.AnsweredAt != null || q.AskerId == own);
    }

    public static Expression<Func<Question, QuestionResponse>> As(Caller caller)
    {
        var own = caller.Organisation;
        var all = caller.Is(Roles.Coordinator);
        return q => new QuestionResponse(
            q.Id.Value,
            all || q.AskerId == own ? q.Text : q.PublishedText ?? q.Text,
            all || q.AskerId == own ? q.PublishedText : null,
            q.AnswerText,
            q.AnsweredAt,
            q.AskerId == own,
            q.AskerId == own ? q.AskedAt : null,
            q.Version);
    }

    public static QuestionResponse Of(Question question, Caller caller) => As(caller).Compile()(question);
}
