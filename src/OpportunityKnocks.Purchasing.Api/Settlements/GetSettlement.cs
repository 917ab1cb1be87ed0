using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>One settlement by its number.</summary>
public sealed record GetSettlement(Guid ClusterId, Guid RoundId, long Number) : IRequest<SettlementResponse>;

public sealed class GetSettlementHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetSettlement, SettlementResponse>
{
    public async Task<SettlementResponse> Handle(GetSettlement request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        var settlement = await db.Settlements.AsNoTracking()
            .Where(s => db.VisibleRounds(caller, cluster).Any(r => r.Id == s.RoundId))
            .SingleOrDefaultAsync(s => s.ClusterId == cluster && s.RoundId == round && s.Number == request.Number, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such settlement in this round, or it is not yours to see.");
        return (await db.ToResponsesAsync(cluster, [settlement], cancellationToken))[0];
    }
}

public sealed class GetSettlementEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/settlements/{number}",
            async Task<Ok<SettlementResponse>> ([AsParameters] GetSettlement query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetSettlement), "Settlement", "Read a settlement")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor | Roles.Member);
}
