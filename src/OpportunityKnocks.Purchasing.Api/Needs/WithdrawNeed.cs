using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>A member takes a need back. It stays readable, as withdrawn; its lot's demand falls.</summary>
public sealed record WithdrawNeed(Guid ClusterId, Guid NeedId, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<Unit>;

public sealed class WithdrawNeedHandler(PurchasingDb db, NeedGate gate, JournalWriter journal) : IRequestHandler<WithdrawNeed, Unit>
{
    public async Task<Unit> Handle(WithdrawNeed request, CancellationToken cancellationToken)
    {
        var (need, round) = await gate.EnterOwnAsync(
            new ClusterId(request.ClusterId), new NeedId(request.NeedId), request.IfMatch, null, cancellationToken);
        if (round is { TakesNeeds: false, TakesConfirmations: false })
            throw NeedRefusals.NotCollecting.Because("A need is withdrawn while its round is collecting, or in review until confirmBy.");
        var counted = need.State == NeedState.Pooled;

        need.Withdraw();
        journal.Record(EventType.NeedWithdrawn, need, counted ? -need.Quantity : 0, counted ? -1 : 0);
        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }
}

public sealed class WithdrawNeedEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapDelete(
            "/clusters/{clusterId}/needs/{needId}",
            async ([AsParameters] WithdrawNeed command, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(command, ct);
                return TypedResults.NoContent();
            })
        .Named(nameof(WithdrawNeed), "Needs", "Withdraw a need", "While its round is collecting or in review (there it drops out of the round), or while it is standing or proposed. It stays readable.")
        .Allows(Scopes.NeedsWrite, Roles.Member)
        .Refuses(NeedRefusals.NotCollecting, NeedRefusals.NotOpen);
}
