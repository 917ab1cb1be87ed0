using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>A member says that its need is in: of a pooled one while the round is in review, of a proposal while it collects.</summary>
public sealed record ConfirmNeed(Guid ClusterId, Guid NeedId, [FromHeader(Name = "If-Match")] string? IfMatch, NeedConfirmation Body)
    : IRequest<NeedResponse>;

/// <param name="Quantity">Trims the need: units per period, never more than it was; left out, it stays as it is.</param>
public sealed record NeedConfirmation(long? Quantity = null);

public sealed class ConfirmNeedValidator : AbstractValidator<ConfirmNeed>
{
    public ConfirmNeedValidator() => RuleFor(c => c.Body.Quantity).InclusiveBetween(1, Quantities.Maximum);
}

public sealed class ConfirmNeedHandler(PurchasingDb db, NeedGate gate, KnownFacts facts, JournalWriter journal)
    : IRequestHandler<ConfirmNeed, NeedResponse>
{
    public async Task<NeedResponse> Handle(ConfirmNeed request, CancellationToken cancellationToken)
    {
        var (need, round) = await gate.EnterOwnAsync(
            new ClusterId(request.ClusterId), new NeedId(request.NeedId), request.IfMatch, null, cancellationToken);
        RequireTime(need, round);
        var (wasPooled, before) = (need.State == NeedState.Pooled, need.Quantity);

        need.Confirm(request.Body.Quantity, round!.TakesConfirmations, round.Now);
        journal.Record(EventType.NeedConfirmed, need, wasPooled ? need.Quantity - before : need.Quantity, wasPooled ? 0 : 1);
        await db.SaveChangesAsync(cancellationToken);
        return await facts.ToResponseAsync(need, cancellationToken);
    }

    private static void RequireTime(Need need, RoundAtGate? round)
    {
        if (round is null)
            throw NeedRefusals.NotOpen.Because("The need is in no lot; there is nothing to confirm.");
        if (need.State == NeedState.Pooled && round is { TakesNeeds: true })
            throw NeedRefusals.NotConfirming.Because("The need is in. It is confirmed once the round is in review; until then it can be changed.");
        if (round is { TakesNeeds: false, TakesConfirmations: false })
            throw NeedRefusals.NotConfirming.Because("Needs are confirmed in review, until confirmBy; proposals while the round collects.");
    }
}

public sealed class ConfirmNeedEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/needs/{needId}/confirm",
            async ([AsParameters] ConfirmNeed command, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(ConfirmNeed),
            "Needs",
            "Confirm a need",
            "In review, until confirmBy; a proposal while its round collects, from when on it counts. It authorises an order up to the ceiling: "
            + "see maximumCost. With a quantity the need is trimmed; until confirmBy it can be confirmed again for less, or withdrawn.")
        .Allows(Scopes.NeedsWrite, Roles.Member)
        .Refuses(NeedRefusals.NotConfirming, NeedRefusals.NotOpen, NeedRefusals.LargerQuantity)
        .RequestExample("""{ "quantity": 10 }""");
}
