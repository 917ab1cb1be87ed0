using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Bids;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <param name="Reason">For the members, and for the record; the supplier that failed reads it.</param>
/// <param name="SupplierId">The supplier that failed: its bid is excluded. Left out when the fault was not a supplier's.</param>
public sealed record WithdrawalDetails(string Reason, Guid? SupplierId = null);

/// <summary>Takes an award back before the contracts, or proposes that another person does.</summary>
public sealed record WithdrawAward(
    Guid ClusterId, Guid RoundId, [FromHeader(Name = "If-Match")] string? IfMatch, WithdrawalDetails Body) : IRequest<RoundResponse>;

/// <summary>A withdrawal that awaits another person.</summary>
/// <param name="SupplierId">Whose bid goes with it.</param>
public sealed record ProposedWithdrawal(string ProposedBy, DateTimeOffset ProposedAt, Guid? SupplierId, string Reason)
{
    public static ProposedWithdrawal? Of(AwardWithdrawal? withdrawal) => withdrawal is null
        ? null
        : new ProposedWithdrawal(withdrawal.ProposedBy, withdrawal.ProposedAt, withdrawal.FailedSupplierId?.Value, withdrawal.Reason);
}

public sealed class WithdrawAwardValidator : AbstractValidator<WithdrawAward>
{
    public WithdrawAwardValidator() => RuleFor(c => c.Body.Reason).NotEmpty().MaximumLength(2000);
}

public sealed class WithdrawAwardHandler(Caller caller, PurchasingDb db, RoundGate gate, JournalWriter journal) : IRequestHandler<WithdrawAward, RoundResponse>
{
    public async Task<RoundResponse> Handle(WithdrawAward request, CancellationToken cancellationToken)
    {
        var (cluster, id, reason) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), request.Body.Reason);
        var failed = request.Body.SupplierId is { } supplier ? new OrganisationId(supplier) : (OrganisationId?)null;
        var (round, now) = await gate.TakeAsync(cluster, id, request.IfMatch, cancellationToken);
        var proposal = round.Withdrawal;
        var withdrawn = round.WithdrawAward(caller.Person!, failed, reason, now);
        var award = await db.Awards.SingleAsync(a => a.ClusterId == cluster && a.RoundId == id && a.State == AwardState.Active, cancellationToken);
        if (failed is { } loser && !await db.AwardedLots.AnyAsync(l => l.ClusterId == cluster && l.AwardId == award.Id && l.SupplierId == loser, cancellationToken))
            throw AwardRefusals.NotAWinner.Because("Name a supplier that has won a lot, or none.");

        if (withdrawn)
            await WithdrawAsync(round, award, failed, reason, proposal, cancellationToken);
        else
            journal.Record(EventType.AwardWithdrawalProposed, round, new { SupplierId = failed?.Value, By = caller.Person }).For(Audience.Coordinator, id).Because(reason);
        await db.SaveChangesAsync(cancellationToken);
        return RoundResponse.Of(round, now);
    }

    private async Task WithdrawAsync(Round round, Award award, OrganisationId? failed, string reason, AwardWithdrawal? proposal, CancellationToken ct)
    {
        award.Withdraw();
        if (failed is not null)
        {
            var bid = await db.Bids.SingleAsync(b => b.ClusterId == round.ClusterId && b.RoundId == round.Id && b.SupplierId == failed, ct);
            bid.Exclude(ExclusionReason.AwardWithdrawn, reason);
            journal.Record(bid, named: true);
        }

        var by = new[] { proposal?.ProposedBy, caller.Person }.OfType<string>();
        journal.Record(EventType.AwardWithdrawn, round, new { AwardId = award.Id.Value, SupplierId = failed?.Value, By = by }).Because(reason);
    }
}

public sealed class WithdrawAwardEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/withdraw-award",
            async Task<Ok<RoundResponse>> ([AsParameters] WithdrawAward command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(WithdrawAward), "Rounds", "Withdraw the award",
            "Before the contracts. Where two persons open bids, the first call proposes and the second, by another person and for the same supplier, "
            + "withdraws. The round is evaluated again, without the bid of the supplier that failed; its commitments bind nobody. Needs that left at "
            + "their ceiling, or were released, stay out.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(RoundRefusals.WrongState, RoundRefusals.SecondPersonNeeded, AwardRefusals.NotAWinner)
        .RequestExample("""{ "supplierId": "0198c0de-0000-7000-8000-000000000009", "reason": "It went into administration on 4 April." }""");
}
