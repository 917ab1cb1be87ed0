using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

public sealed record PriceExplanation(string Answer);

/// <summary>A supplier says how its price can be so low.</summary>
public sealed record ExplainPrice(
    Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch, PriceExplanation Body) : IRequest<PriceQuestionResponse>;

public sealed class ExplainPriceValidator : AbstractValidator<ExplainPrice>
{
    public ExplainPriceValidator() => RuleFor(c => c.Body.Answer).NotEmpty().MaximumLength(10_000);
}

public sealed class ExplainPriceHandler(Caller caller, PurchasingDb db, RoundGate gate, JournalWriter journal)
    : IRequestHandler<ExplainPrice, PriceQuestionResponse>
{
    /// <summary>How the journal names whoever answers: its client's name could tell whose bid it is.</summary>
    private const string TheSupplier = "the bid's supplier";

    public async Task<PriceQuestionResponse> Handle(ExplainPrice request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        await db.PriceInquiries.RequireOwnInquiryAsync(db, caller, cluster, round, cancellationToken);
        db.ChangeTracker.Clear();
        var taken = await gate.TakeBesideWritersAsync(cluster, round, "*", cancellationToken);
        var inquiry = await db.PriceInquiries.RequireOwnInquiryAsync(db, caller, cluster, round, cancellationToken);
        ETags.Require(request.IfMatch, inquiry.Version);
        if (taken.Round.State != RoundState.Evaluating)
            throw EvaluationRefusals.NotEvaluating.Because("Bids are not being evaluated.");

        inquiry.Reply(request.Body.Answer, taken.Now);
        journal.ActAs(TheSupplier);
        journal.Record(cluster, EventType.PriceExplained, SubjectKind.PriceInquiry, inquiry.Id.Value, inquiry.Version, new { BidId = inquiry.BidId.Value })
            .For(Audience.Coordinator, round);
        await db.SaveChangesAsync(cancellationToken);
        return PriceQuestionResponse.Of(inquiry);
    }
}

public sealed class ExplainPriceEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/tenders/{roundId}/bid/price-question/answer",
            async Task<Ok<PriceQuestionResponse>> ([AsParameters] ExplainPrice command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(ExplainPrice), "Bids", "Explain the own price", "Until answerBy; answering again corrects the answer.")
        .Allows(Scopes.BidsWrite, Roles.Supplier)
        .KeepsBidsSecret()
        .Refuses(EvaluationRefusals.NotEvaluating, EvaluationRefusals.AnswerTooLate)
        .RequestExample("""{ "answer": "We run the same helpdesk for two neighbours already; the hours are free at night." }""");
}
