using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Tenders;

/// <summary>How a supplier's own bid fared, and why.</summary>
public sealed record GetResult(Guid ClusterId, Guid RoundId) : IRequest<ResultResponse>;

public sealed class GetResultHandler(Caller caller, PurchasingDb db, BidResults results) : IRequestHandler<GetResult, ResultResponse>
{
    public async Task<ResultResponse> Handle(GetResult request, CancellationToken cancellationToken)
    {
        var (cluster, id, supplier) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), caller.Organisation!.Value);
        var bid = await db.Bids.AsNoTracking()
            .SingleOrDefaultAsync(b => b.ClusterId == cluster && b.RoundId == id && b.SupplierId == supplier && b.State != BidState.Withdrawn, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("You have no bid in this round.");
        var round = await db.Rounds.AsNoTracking().Include(r => r.Lots).SingleAsync(r => r.ClusterId == cluster && r.Id == id, cancellationToken);
        var award = await db.Awards.AsNoTracking().Include(a => a.Lots)
            .SingleOrDefaultAsync(a => a.ClusterId == cluster && a.RoundId == id && a.State == AwardState.Active, cancellationToken)
            ?? throw AwardRefusals.NotAwarded.Because($"The round is {EnumName.Of(round.State)}.");
        return await results.OfAsync(round, award, bid, cancellationToken);
    }
}

public sealed class GetResultEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/tenders/{roundId}/result",
            async Task<Ok<ResultResponse>> ([AsParameters] GetResult query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(GetResult), "Tenders", "Read the result of the own bid",
            "After the award: rank and evaluated cost in each lot, scores with their notes, reasons, and the winners with their evaluated cost and scores. "
            + "Of the other bids only how many there were.")
        .Allows(Scopes.BidsWrite, Roles.Supplier)
        .KeepsBidsSecret()
        .Refuses(AwardRefusals.NotAwarded);
}
