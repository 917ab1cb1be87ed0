using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Groups;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>A coordinator plans a round. Nobody else sees it before it is published.</summary>
public sealed record DraftRound(Guid ClusterId, RoundDetails Body) : IRequest<RoundResponse>;

public sealed class DraftRoundValidator : AbstractValidator<DraftRound>
{
    public DraftRoundValidator() => RuleFor(c => c.Body).SetValidator(new RoundDetailsValidator());
}

public sealed class DraftRoundHandler(PurchasingDb db, JournalWriter journal, TimeProvider time) : IRequestHandler<DraftRound, RoundResponse>
{
    public async Task<RoundResponse> Handle(DraftRound request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var cluster = new ClusterId(request.ClusterId);
        var plan = request.Body.ToPlan();
        await db.RequireGroupsAsync(cluster, plan.GroupIds, cancellationToken);
        await db.RequireLeadBuyerAsync(cluster, plan.Trade, cancellationToken);

        var round = Round.Draft(cluster, plan, now);
        db.Rounds.Add(round);
        journal.Record(EventType.RoundDrafted, round);
        await db.SaveChangesAsync(cancellationToken);
        return RoundResponse.Of(round, now);
    }
}

public sealed class DraftRoundEndpoint : IEndpoint
{
    /// <summary>A plan, for the specification.</summary>
    public const string Example =
        """
        {
          "title": "IT support 2027",
          "description": "Helpdesk and on-site help for charities in Leicester.",
          "needsCloseAt": "2027-01-15T17:00:00Z",
          "bidsCloseAt": "2027-02-12T12:00:00Z",
          "standstillDays": 10,
          "feePolicy": "byValue",
          "lots": [
            {
              "title": "Helpdesk",
              "specification": "Telephone and remote help, weekdays 8 to 18, answer within an hour.",
              "categoryCode": "72253000",
              "unit": "IE",
              "term": { "startsOn": "2027-04-01", "periodUnit": "month", "periods": 24 }
            }
          ],
          "requirements": ["Cyber Essentials certificate, valid on the first day of the term"]
        }
        """;

    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds",
            async Task<Created<RoundResponse>> ([AsParameters] DraftRound command, IMediator mediator, CancellationToken ct) =>
            {
                var round = await mediator.Send(command, ct);
                return TypedResults.Created($"/v1/clusters/{command.ClusterId}/rounds/{round.Id}", round);
            })
        .Named(nameof(DraftRound), "Rounds", "Draft a round", "Lots, dates, policies and requirements can be rewritten until it is published.")
        .Allows(Scopes.RoundsWrite, Roles.Coordinator)
        .Refuses(ClusterRefusals.UnknownGroup, RoundRefusals.UnknownLeadBuyer)
        .RequestExample(Example);
}
