using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Questions;

namespace OpportunityKnocks.Purchasing.Api.Questions;

/// <param name="Question">The question in other words, when those it was asked in tell who asked; left out: as it was asked.</param>
public sealed record AnswerDetails(string Answer, string? Question = null);

/// <summary>The coordinator answers a question, to all.</summary>
public sealed record AnswerQuestion(
    Guid ClusterId, Guid RoundId, Guid QuestionId, [FromHeader(Name = "If-Match")] string? IfMatch, AnswerDetails Body) : IRequest<QuestionResponse>;

public sealed class AnswerQuestionValidator : AbstractValidator<AnswerQuestion>
{
    public AnswerQuestionValidator()
    {
        RuleFor(c => c.Body.Answer).NotEmpty().MaximumLength(10_000);
        RuleFor(c => c.Body.Question).Must(q => q is null || q.Trim().Length > 0).WithMessage("must not be empty").MaximumLength(4000);
    }
}

public sealed class AnswerQuestionHandler(Caller caller, PurchasingDb db, RoundGate gates, JournalWriter journal)
    : IRequestHandler<AnswerQuestion, QuestionResponse>
{
    public async Task<QuestionResponse> Handle(AnswerQuestion request, CancellationToken cancellationToken)
    {
        var (cluster, round, id) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), new QuestionId(request.QuestionId));
        var gate = await gates.EnterAsync(cluster, round, cancellationToken) ?? throw QuestionViews.NotFound;
        var question = await db.Questions.SingleOrDefaultAsync(q => q.ClusterId == cluster && q.RoundId == round && q.Id == id, cancellationToken)
            ?? throw QuestionViews.NotFound;
        ETags.Require(request.IfMatch, question.Version);
        if (!gate.TakesBids)
            throw QuestionRefusals.AnswersClosed.Because("Questions are answered while the tender runs.");

        question.Answer(request.Body.Answer, request.Body.Question, gate.Now);
        journal.Record(cluster, EventType.QuestionAnswered, SubjectKind.Question, request.QuestionId, question.Version).For(Audience.Cluster, round);
        await db.SaveChangesAsync(cancellationToken);
        return QuestionViews.Of(question, caller);
    }
}

public sealed class AnswerQuestionEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/tenders/{roundId}/questions/{questionId}/answer",
            async Task<Ok<QuestionResponse>> ([AsParameters] AnswerQuestion command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(AnswerQuestion), "Tenders", "Answer a question",
            "To all suppliers, while the tender runs. Answering again corrects the answer.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(QuestionRefusals.AnswersClosed)
        .RequestExample("""{ "answer": "No: Monday to Friday only.", "question": "Is help needed at weekends?" }""");
}
