using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>A round, with the steps it can take now.</summary>
public sealed record GetRound(Guid ClusterId, Guid RoundId) : IRequest<RoundResponse>;

public sealed class GetRoundHandler(PurchasingDb db, Caller caller, TimeProvider time) : IRequestHandler<GetRound, RoundResponse>
{
    public async Task<RoundResponse> Handle(GetRound request, CancellationToken cancellationToken)
    {
        var round = await db.VisibleRounds(caller, new ClusterId(request.ClusterId))
            .Where(r => r.Id == new RoundId(request.RoundId))
            .Select(RoundResponse.Projection)
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);
        return round?.At(time.GetUtcNow()) ?? throw HttpRefusals.NotFound.Because("There is no such round in this cluster, or it is not yours to see.");
    }
}

public sealed class GetRoundEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}",
            async Task<Ok<RoundResponse>> ([AsParameters] GetRound query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetRound), "Rounds", "Read a round", "With every step of its life: whether it can be taken now, and if not, why and from when.")
        .Allows(Scopes.RoundsRead, Roles.Coordinator | Roles.Member | Roles.Auditor);
}
