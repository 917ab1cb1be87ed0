using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Awards;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Rounds;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Agreements;

/// <summary>A member of the cluster joins a lot under contract from a charge period on.</summary>
public sealed record JoinAgreement(Guid ClusterId, Guid RoundId, JoiningDetails Body) : IRequest<CommitmentResponse>;

/// <param name="From">The first day of a charge period of the lot that is still to come.</param>
/// <param name="Quantity">Units per period.</param>
public sealed record JoiningDetails(Guid LotId, DateOnly From, long Quantity);

public sealed class JoinAgreementValidator : AbstractValidator<JoinAgreement>
{
    public JoinAgreementValidator() => RuleFor(c => c.Body.Quantity).InclusiveBetween(1, Quantities.Maximum);
}

public sealed class JoinAgreementHandler(PurchasingDb db, RunningAgreement agreements, Caller caller, JournalWriter journal)
    : IRequestHandler<JoinAgreement, CommitmentResponse>
{
    public async Task<CommitmentResponse> Handle(JoinAgreement request, CancellationToken cancellationToken)
    {
        var (cluster, round, body) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), request.Body);
        var member = await RequireInvitedAsync(cluster, round, cancellationToken);
        var held = await agreements.HoldAsync(cluster, round, new LotId(body.LotId), supplier: null, cancellationToken);
        var line = AgreementChange.Join(held.Round.Agreement, held.Agreed, held.Lot.PackSize, member, body.From, body.Quantity, held.Now);

        var supplier = held.Awarded.SupplierId!.Value;
        var commitment = await db.Commitments.SingleOrDefaultAsync(
            c => c.ClusterId == cluster && c.AwardId == held.Award.Id && c.MemberId == member && c.SupplierId == supplier, cancellationToken);
        var type = commitment is null ? EventType.CommitmentMade : EventType.CommitmentChanged;
        if (commitment is null)
            db.Commitments.Add(commitment = Commitment.Of(held.Award, member, supplier));
        db.CommitmentLines.Add(type == EventType.CommitmentMade ? commitment.Begin(held.Lot, line) : commitment.Change(held.Lot, line));
        journal
            .Record(cluster, type, SubjectKind.Commitment, commitment.Id.Value, commitment.Version, body)
            .For(Audience.Member, round, member);
        await db.SaveChangesAsync(cancellationToken);
        return (await db.ToResponsesAsync(held.Award, [commitment], cancellationToken))[0];
    }

    /// <summary>Who could have submitted a need can join; who bid cannot.</summary>
    private async Task<MemberId> RequireInvitedAsync(ClusterId cluster, RoundId round, CancellationToken ct)
    {
        var member = await db.Members.AsNoTracking().SingleAsync(m => m.ClusterId == cluster && m.Id == caller.Member, ct);
        if (!await db.VisibleRounds(caller, cluster).AnyAsync(r => r.Id == round, ct))
            throw HttpRefusals.NotFound.Because("There is no such round in this cluster, or it is not yours to see.");
        if (!member.Active)
            throw NeedRefusals.MemberInactive.Because("Your membership is not active.");
        if (await db.Bids.AnyAsync(b => b.ClusterId == cluster && b.RoundId == round && b.SupplierId == member.OrganisationId, ct))
            throw AgreementRefusals.HasBid.Because("Your organisation bid in this round.");
        return member.Id;
    }
}

public sealed class JoinAgreementEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/commitments",
            async Task<Created<CommitmentResponse>> ([AsParameters] JoinAgreement command, IMediator mediator, CancellationToken ct) =>
            {
                var commitment = await mediator.Send(command, ct);
                return TypedResults.Created($"/v1/clusters/{command.ClusterId}/rounds/{command.RoundId}/commitments/{commitment.Id}", commitment);
            })
        .Named(
            nameof(JoinAgreement),
            "Agreements",
            "Join a lot under contract",
            "While the contracts run, if the tender allowed it (agreement.joiningAllowed), from a charge period that is still to come: at the price of the "
            + "new total, with the fee for each member served and without a part of the fixed fee.")
        .Allows(Scopes.NeedsWrite, Roles.Member)
        .Refuses(RoundRefusals.WrongState, NeedRefusals.MemberInactive, AgreementRefusals.HasBid, AgreementRefusals.NotAhead, AgreementRefusals.Fixed,
            AgreementRefusals.NotTaken, AgreementRefusals.JoiningNotAllowed, AgreementRefusals.AlreadyIn, AgreementRefusals.OutsideOffer)
        .RequestExample("""{ "lotId": "0198c0de-0000-7000-8000-000000000001", "from": "2027-07-01", "quantity": 6 }""");
}
