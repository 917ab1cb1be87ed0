using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>Posts every charge period of a round that is due and not posted; the last one settles the round.</summary>
public sealed record SettlePeriods(
    Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch, SettlePeriodsDetails Body) : IRequest<SettlementResponse>;

/// <param name="Through">Periods that start on or before this day are posted.</param>
public sealed record SettlePeriodsDetails(DateOnly Through);

public sealed class SettlePeriodsValidator : AbstractValidator<SettlePeriods>
{
    public SettlePeriodsValidator() =>
        RuleFor(c => c.Body.Through).Must(day => day.Year is >= 2000 and < 2400).WithMessage("must be from 2000 to 2399");
}

public sealed class SettlePeriodsHandler(PurchasingDb db, RoundGate gate, SettlementWriter writer, JournalWriter journal)
    : IRequestHandler<SettlePeriods, SettlementResponse>
{
    public async Task<SettlementResponse> Handle(SettlePeriods request, CancellationToken cancellationToken)
    {
        var (round, now) = await gate.TakeAsync(new ClusterId(request.ClusterId), new RoundId(request.RoundId), request.IfMatch, cancellationToken);
        var award = await db.ActiveAwardAsync(round, cancellationToken);
        var posted = await db.PostedPeriodsAsync(award, cancellationToken);

        var settlement = Settlement.Of(round, award, posted, request.Body.Through, now);
        var charged = await writer.ChargeAsync(settlement, round, award!, cancellationToken);
        if (settlement.Completes(award!, posted))
        {
            round.Settle(now);
            journal.Record(EventType.RoundSettled, round);
        }

        settlement.TakeNumber(await db.NextNumberAsync(round.ClusterId, Counter.Settlements, cancellationToken));
        db.Settlements.Add(settlement);
        await db.SaveChangesAsync(cancellationToken);
        var digest = await writer.WriteAsync(settlement, charged, isFirst: posted.Count == 0, cancellationToken);
        var told = new { settlement.Number, settlement.Through, Periods = settlement.Periods.Count, TransferDigest = digest };
        journal.Record(round.ClusterId, EventType.SettlementPosted, SubjectKind.Settlement, settlement.Id.Value, settlement.Version, told)
            .For(Audience.Cluster, round.Id);
        await db.SaveChangesAsync(cancellationToken);
        return (await db.ToResponsesAsync(round.ClusterId, [settlement], cancellationToken))[0];
    }
}

public sealed class SettlePeriodsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/settle",
            async Task<Created<SettlementResponse>> ([AsParameters] SettlePeriods command, IMediator mediator, CancellationToken ct) =>
            {
                var settlement = await mediator.Send(command, ct);
                return TypedResults.Created(
                    $"/v1/clusters/{command.ClusterId}/rounds/{command.RoundId}/settlements/{settlement.Number}", settlement);
            })
        .Named(
            nameof(SettlePeriods),
            "Settlement",
            "Settle a round's charge periods",
            "Posts every charge period of every awarded lot that starts on or before the day and is not posted yet, each once: from each member "
            + "to the round, and from the round to the supplier. The last one settles the round.")
        .Allows(Scopes.LedgerWrite, Roles.Coordinator)
        .Refuses(RoundRefusals.WrongState, LedgerRefusals.NothingToSettle)
        .RequestExample("""{ "through": "2027-01-31" }""");
}
