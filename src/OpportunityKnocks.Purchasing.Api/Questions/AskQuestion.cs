using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Tenders;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Questions;

namespace OpportunityKnocks.Purchasing.Api.Questions;

/// <param name="Question">Everybody will read it with its answer: leave out what tells who you are.</param>
public sealed record QuestionDetails(string Question);

/// <summary>A supplier asks about a tender. The coordinator reads the question, not who asked it.</summary>
public sealed record AskQuestion(Guid ClusterId, Guid RoundId, QuestionDetails Body) : IRequest<QuestionResponse>;

public sealed class AskQuestionValidator : AbstractValidator<AskQuestion>
{
    public AskQuestionValidator() => RuleFor(c => c.Body.Question).NotEmpty().MaximumLength(4000);
}

public sealed class AskQuestionHandler(Caller caller, PurchasingDb db, RoundGate gates, JournalWriter journal)
    : IRequestHandler<AskQuestion, QuestionResponse>
{
    /// <summary>How the journal names whoever asks.</summary>
    private const string SomeSupplier = "a supplier";

    private const int MostOpen = 20;

    public async Task<QuestionResponse> Handle(AskQuestion request, CancellationToken cancellationToken)
    {
        var (cluster, round, asker) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), caller.Organisation!.Value);
        var closeAt = await db.Rounds.WhereTendered().Where(r => r.ClusterId == cluster && r.Id == round)
            .Select(r => new { At = r.QuestionsCloseAt }).SingleOrDefaultAsync(cancellationToken) ?? throw TenderLookUps.NotFound;
        var gate = await gates.EnterAsync(cluster, round, cancellationToken) ?? throw TenderLookUps.NotFound;
        if (!gate.TakesBids || gate.Now >= closeAt.At)
            throw QuestionRefusals.Closed.Because("The time for questions is over.");
        await db.RequireNoNeedAsync(cluster, round, asker, cancellationToken);
        var open = await db.Questions.CountAsync(
            q => q.ClusterId == cluster && q.RoundId == round && q.AskerId == asker && q.AnsweredAt == null, cancellationToken);
        if (open >= MostOpen)
            throw QuestionRefusals.TooMany.Because($"{MostOpen} questions of yours wait for an answer.");

        var question = Question.Ask(cluster, round, asker, request.Body.Question, gate.Now);
        db.Questions.Add(question);
        journal.ActAs(SomeSupplier);
        journal.Record(cluster, EventType.QuestionAsked, SubjectKind.Question, question.Id.Value, question.Version).For(Audience.Coordinator, round);
        await db.SaveChangesAsync(cancellationToken);
        return QuestionViews.Of(question, caller);
    }
}

public sealed class AskQuestionEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/tenders/{roundId}/questions",
            async Task<Created<QuestionResponse>> ([AsParameters] AskQuestion command, IMediator mediator, CancellationToken ct) =>
            {
                var question = await mediator.Send(command, ct);
                return TypedResults.Created($"/v1/clusters/{command.ClusterId}/tenders/{command.RoundId}/questions/{question.Id}", question);
            })
        .Named(
            nameof(AskQuestion), "Tenders", "Ask about a tender",
            "Until questionsCloseAt. The coordinator is not told who asked; other suppliers see the question when it is answered, and not before.")
        .Allows(Scopes.BidsWrite, Roles.Supplier)
        .KeepsBidsSecret()
        .Refuses(QuestionRefusals.Closed, QuestionRefusals.TooMany, BidRefusals.HasNeed)
        .RequestExample("""{ "question": "Is help needed on Saturdays as well?" }""");
}
