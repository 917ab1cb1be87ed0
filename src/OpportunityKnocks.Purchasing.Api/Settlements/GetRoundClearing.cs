using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>A round's clearing account over some days (UTC, both included; open where left out).</summary>
public sealed record GetRoundClearing(Guid ClusterId, Guid RoundId, DateOnly? From, DateOnly? To) : IRequest<RoundClearingResponse>;

/// <summary>What a round collected and passed on: nothing stays.</summary>
public sealed record RoundClearingResponse(
    Guid RoundId, DateOnly? From, DateOnly? To, Money OpeningBalance, IReadOnlyList<StatementLine> Lines, Money ClosingBalance);

public sealed class GetRoundClearingHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetRoundClearing, RoundClearingResponse>
{
    public async Task<RoundClearingResponse> Handle(GetRoundClearing request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        if (!await db.VisibleRounds(caller, cluster).AnyAsync(r => r.Id == round, cancellationToken))
            throw HttpRefusals.NotFound.Because("There is no such round in this cluster, or it is not yours to see.");

        var page = await db.ReadAccountAsync(cluster, Account.ClearingOf(round), sign: -1, request.From, request.To, cancellationToken);
        return new RoundClearingResponse(request.RoundId, request.From, request.To, page.OpeningBalance, page.Lines, page.ClosingBalance);
    }
}

public sealed class GetRoundClearingEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/clearing",
            async Task<Ok<RoundClearingResponse>> ([AsParameters] GetRoundClearing query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetRoundClearing), "Settlement", "Read a round's clearing account", "What members were charged and suppliers are due; its balance is zero.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor);
}
