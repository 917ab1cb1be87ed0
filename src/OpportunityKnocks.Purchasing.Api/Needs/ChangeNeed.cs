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

/// <summary>A member says a need anew; a standing one can be put into a lot by the way.</summary>
public sealed record ChangeNeed(Guid ClusterId, Guid NeedId, [FromHeader(Name = "If-Match")] string? IfMatch, NeedDetails Body)
    : IRequest<NeedResponse>;

public sealed class ChangeNeedValidator : AbstractValidator<ChangeNeed>
{
    public ChangeNeedValidator() => RuleFor(c => c.Body).SetValidator(new NeedDetailsValidator());
}

public sealed class ChangeNeedHandler(PurchasingDb db, NeedGate gate, KnownFacts facts, JournalWriter journal)
    : IRequestHandler<ChangeNeed, NeedResponse>
{
    public async Task<NeedResponse> Handle(ChangeNeed request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var lot = await facts.RequireLotAsync(cluster, request.Body.LotId, cancellationToken);
        var need = await gate.TakeOwnAsync(cluster, new NeedId(request.NeedId), request.IfMatch, lot, cancellationToken);
        var (wasPooled, before) = (need.State == NeedState.Pooled, need.Quantity);

        need.Change(request.Body.ToTerms(), lot);
        if (wasPooled || need.State == NeedState.Standing)
            journal.Record(EventType.NeedChanged, need, need.Quantity - before);
        else
            journal.Record(EventType.NeedPooled, need, need.Quantity, 1);
        await db.SaveChangesAsync(cancellationToken);
        return await facts.ToResponseAsync(need, cancellationToken);
    }
}

public sealed class ChangeNeedEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPut(
            "/clusters/{clusterId}/needs/{needId}",
            async ([AsParameters] ChangeNeed command, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(ChangeNeed), "Needs", "Change a need", "The whole need is said anew. The lotId is the one it has, or puts a standing need into a lot.")
        .Allows(Scopes.NeedsWrite, Roles.Member)
        .Refuses(NeedRefusals.NotCollecting, NeedRefusals.NotOpen, NeedRefusals.LotFixed, NeedRefusals.UnitDiffers)
        .RequestExample(
            """
            {
              "lotId": "0198c0de-0000-7000-8000-000000000001",
              "categoryCode": "72253000",
              "description": "Helpdesk for our 14 staff",
              "quantity": 14,
              "unit": "IE",
              "anyPrice": true
            }
            """);
}
