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
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <param name="Reason">For the record; the supplier of an excluded bid reads it.</param>
public sealed record LowPriceDecisionDetails(LowPriceDecision Decision, string Reason);

/// <summary>Decides whether an abnormally low price is explained.</summary>
public sealed record DecideOnLowPrice(
    Guid ClusterId, Guid RoundId, Guid BidId, [FromHeader(Name = "If-Match")] string? IfMatch, LowPriceDecisionDetails Body) : IRequest<LowPriceResponse>;

public sealed class DecideOnLowPriceValidator : AbstractValidator<DecideOnLowPrice>
{
    public DecideOnLowPriceValidator() => RuleFor(c => c.Body.Reason).NotEmpty().MaximumLength(2000);
}

public sealed class DecideOnLowPriceHandler(InquiryDesk desks, PurchasingDb db, Caller caller, JournalWriter journal)
    : IRequestHandler<DecideOnLowPrice, LowPriceResponse>
{
    public async Task<LowPriceResponse> Handle(DecideOnLowPrice request, CancellationToken cancellationToken)
    {
        var (cluster, round, bid) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), new BidId(request.BidId));
        var desk = await desks.TakeAsync(cluster, round, bid, request.IfMatch, cancellationToken);

        desk.Inquiry.Decide(request.Body.Decision, request.Body.Reason, desk.Lots, caller.Person!, desk.Now);
        if (request.Body.Decision == LowPriceDecision.Exclude)
        {
            var names = await db.NameBidsAsync(cluster, round, cancellationToken);
            desk.Bid.Exclude(ExclusionReason.AbnormallyLow, request.Body.Reason);
            journal.Record(desk.Bid, named: !names.HidesSuppliers);
        }

        return await desks.FinishAsync(
            desk, EventType.LowPriceDecided, new { request.BidId, request.Body.Decision, Lots = desk.Lots.Select(l => l.Value) }, request.Body.Reason,
            cancellationToken);
    }
}

public sealed class DecideOnLowPriceEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/abnormally-low/{bidId}/decide",
            async Task<Ok<LowPriceResponse>> ([AsParameters] DecideOnLowPrice command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(DecideOnLowPrice), "Evaluation", "Decide on an abnormally low bid",
            "To exclude it, its supplier must have been asked, and have answered or let the time pass.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator)
        .Refuses(BidRefusals.Sealed, EvaluationRefusals.NotEvaluating, EvaluationRefusals.NotAbnormallyLow, EvaluationRefusals.SupplierNotHeard)
        .RequestExample("""{ "decision": "accept", "reason": "It runs the helpdesk for two other charities already; accounts seen." }""");
}
