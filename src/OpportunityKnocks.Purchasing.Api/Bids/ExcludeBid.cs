using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Scoring;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>The coordinator decides that a bid is not considered, and says why.</summary>
public sealed record ExcludeBid(
    Guid ClusterId, Guid RoundId, Guid BidId, BidExclusion Body, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<BidResponse>;

/// <param name="Note">What was found; the supplier reads it.</param>
public sealed record BidExclusion(ExclusionReason Reason, string Note);

public sealed class ExcludeBidValidator : AbstractValidator<ExcludeBid>
{
    public ExcludeBidValidator() => RuleFor(c => c.Body.Note).NotEmpty().MaximumLength(2000);
}

public sealed class ExcludeBidHandler(Caller caller, PurchasingDb db, RoundGate gate, JournalWriter journal) : IRequestHandler<ExcludeBid, BidResponse>
{
    public async Task<BidResponse> Handle(ExcludeBid request, CancellationToken cancellationToken)
    {
        var (cluster, round, id) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), new BidId(request.BidId));
        await db.RequireOpenedAsync(caller, cluster, round, cancellationToken);
        var taken = await gate.TakeAsync(cluster, round, "*", cancellationToken);
        var row = await db.OpenedBidsOf(cluster, round).SingleOrDefaultAsync(b => b.Id == id, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such bid in this round.");
        ETags.Require(request.IfMatch, row.Bid.Version);
        if (taken.Round.State != RoundState.Evaluating)
            throw RoundRefusals.WrongState.Because($"The round is {taken.Round.State}. A bid is excluded only while bids are evaluated.");

        if (row.State == BidState.Stale)
            throw BidRefusals.NotSubmitted.Because("The bid is for terms that changed; it is not considered anyway.");

        var names = await db.NameBidsAsync(cluster, round, cancellationToken);
        db.Attach(row.Bid).Entity.Exclude(request.Body.Reason, request.Body.Note);
        journal.Record(row.Bid, named: !names.HidesSuppliers);
        await db.SaveChangesAsync(cancellationToken);
        return names.Show(row);
    }
}

public sealed class ExcludeBidEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/bids/{bidId}/exclude",
            async Task<Ok<BidResponse>> ([AsParameters] ExcludeBid command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(ExcludeBid), "Bids", "Exclude a bid", "While bids are evaluated. The decision is journalled; the supplier reads the reason.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator)
        .Refuses(BidRefusals.Sealed, BidRefusals.NotSubmitted, RoundRefusals.WrongState)
        .RequestExample("""{ "reason": "abnormallyLow", "note": "Under half of the next bid; asked on 3 March, no explanation came." }""");
}
