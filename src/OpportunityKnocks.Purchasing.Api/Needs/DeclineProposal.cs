using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>A member does not want its need in the lot it is proposed for: the need is standing again, for another round.</summary>
public sealed record DeclineProposal(Guid ClusterId, Guid NeedId, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<NeedResponse>;

public sealed class DeclineProposalHandler(PurchasingDb db, NeedGate gate, JournalWriter journal) : IRequestHandler<DeclineProposal, NeedResponse>
{
    public async Task<NeedResponse> Handle(DeclineProposal request, CancellationToken cancellationToken)
    {
        var (need, _) = await gate.EnterOwnAsync(
            new ClusterId(request.ClusterId), new NeedId(request.NeedId), request.IfMatch, null, cancellationToken);
        var round = need.RoundId;

        need.Decline();
        journal.Record(EventType.ProposalDeclined, need).For(Audience.Member, round, need.MemberId);
        await db.SaveChangesAsync(cancellationToken);
        return NeedResponse.Of(need, maximumCost: null);
    }
}

public sealed class DeclineProposalEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/needs/{needId}/decline",
            async ([AsParameters] DeclineProposal command, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(DeclineProposal),
            "Needs",
            "Decline a proposal",
            "The need is standing again. Silence does the same when the collection ends; withdrawing takes the need back for good.")
        .Allows(Scopes.NeedsWrite, Roles.Member)
        .Refuses(NeedRefusals.NotProposed);
}
