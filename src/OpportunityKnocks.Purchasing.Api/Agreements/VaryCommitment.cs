using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Awards;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Agreements;

/// <summary>A member takes more or less of a lot from a charge period on, or leaves it.</summary>
public sealed record VaryCommitment(
    Guid ClusterId, Guid RoundId, Guid CommitmentId, [FromHeader(Name = "If-Match")] string? IfMatch, VariationDetails Body) : IRequest<CommitmentResponse>;

/// <param name="From">The first day of a charge period of the lot that is still to come.</param>
/// <param name="Quantity">Units per period from then on; 0 to leave.</param>
public sealed record VariationDetails(Guid LotId, DateOnly From, long Quantity);

public sealed class VaryCommitmentValidator : AbstractValidator<VaryCommitment>
{
    public VaryCommitmentValidator() => RuleFor(c => c.Body.Quantity).InclusiveBetween(0, Quantities.Maximum);
}

public sealed class VaryCommitmentHandler(PurchasingDb db, RunningAgreement agreements, Caller caller, JournalWriter journal)
    : IRequestHandler<VaryCommitment, CommitmentResponse>
{
    public async Task<CommitmentResponse> Handle(VaryCommitment request, CancellationToken cancellationToken)
    {
        var (cluster, id, body) = (new ClusterId(request.ClusterId), new CommitmentId(request.CommitmentId), request.Body);
        var round = new RoundId(request.RoundId);
        var seen = await db.Commitments.AsNoTracking()
            .Where(c => c.ClusterId == cluster && c.Id == id && c.MemberId == caller.Member)
            .Where(c => db.Awards.Any(a => a.ClusterId == cluster && a.Id == c.AwardId && a.RoundId == round))
            .SingleOrDefaultAsync(cancellationToken) ?? throw HttpRefusals.NotFound.Because("There is no such commitment of yours in this round.");
        ETags.Require(request.IfMatch, seen.Version);
        var held = await agreements.HoldAsync(cluster, round, new LotId(body.LotId), seen.SupplierId, cancellationToken);
        var commitment = await db.Commitments.SingleAsync(c => c.ClusterId == cluster && c.Id == id, cancellationToken);
        ETags.Require(request.IfMatch, commitment.Version);
        if (commitment.AwardId != held.Award.Id)
            throw AgreementRefusals.NotTaken.Because("Another award took the place of this one.");

        var line = AgreementChange.Vary(held.Round.Agreement, held.Agreed, held.Lot.PackSize, commitment.MemberId, body.From, body.Quantity, held.Now);
        db.CommitmentLines.Add(commitment.Change(held.Lot, line));
        journal
            .Record(cluster, EventType.CommitmentChanged, SubjectKind.Commitment, id.Value, commitment.Version, body)
            .For(Audience.Member, round, commitment.MemberId);
        await db.SaveChangesAsync(cancellationToken);
        return (await db.ToResponsesAsync(held.Award, [commitment], cancellationToken))[0];
    }
}

public sealed class VaryCommitmentEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/commitments/{commitmentId}/variations",
            async Task<Ok<CommitmentResponse>> ([AsParameters] VaryCommitment command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(VaryCommitment),
            "Agreements",
            "Change or end what a member takes",
            "While the contracts run, from a charge period that is still to come, within the terms that the tender froze (agreement). A new dated line "
            + "ends the old one; periods are charged by what holds in them, at the price of the new total. Quantity 0 leaves.")
        .Allows(Scopes.NeedsWrite, Roles.Member)
        .Refuses(RoundRefusals.WrongState, AgreementRefusals.NotAhead, AgreementRefusals.Fixed, AgreementRefusals.NotTaken,
            AgreementRefusals.VariationTooLarge, AgreementRefusals.LeavingNotAllowed, AgreementRefusals.NoticeTooShort, AgreementRefusals.OutsideOffer)
        .RequestExample("""{ "lotId": "0198c0de-0000-7000-8000-000000000001", "from": "2027-07-01", "quantity": 10 }""");
}
