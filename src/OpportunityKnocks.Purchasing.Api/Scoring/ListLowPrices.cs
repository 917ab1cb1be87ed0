using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <summary>The bids of a round that are abnormally low.</summary>
public sealed record ListLowPrices(Guid ClusterId, Guid RoundId, int? Limit, string? Cursor) : IRequest<Page<LowPriceResponse>>;

public sealed class ListLowPricesHandler(Caller caller, PurchasingDb db, LowPrices prices) : IRequestHandler<ListLowPrices, Page<LowPriceResponse>>
{
    public async Task<Page<LowPriceResponse>> Handle(ListLowPrices request, CancellationToken cancellationToken)
    {
        var (cluster, round) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        await db.RequireOpenedAsync(caller, cluster, round, cancellationToken);
        return (await prices.ReadAsync(cluster, round, cancellationToken)).Part(new PageOf(request.Limit, request.Cursor));
    }
}

public sealed class ListLowPricesEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/abnormally-low",
            async Task<Ok<Page<LowPriceResponse>>> ([AsParameters] ListLowPrices query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(ListLowPrices), "Evaluation", "List the bids that are abnormally low",
            "At least 40 % under the mean of the other bids for a lot, or the lowest and 30 % under the next: net over the term, at the tendered demand. "
            + "The round is closed once each is decided on. An auditor reads them after the award.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator | Roles.Auditor)
        .Refuses(BidRefusals.Sealed);
}
