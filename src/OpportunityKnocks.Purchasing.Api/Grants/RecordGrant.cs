using FluentValidation;
using MediatR;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Grants;

namespace OpportunityKnocks.Purchasing.Api.Grants;

/// <summary>The coordinator records a grant, for the reports to hold savings against.</summary>
public sealed record RecordGrant(Guid ClusterId, GrantDetails Body) : IRequest<GrantResponse>;

public sealed class RecordGrantValidator : AbstractValidator<RecordGrant>
{
    public RecordGrantValidator() => RuleFor(c => c.Body).SetValidator(new GrantDetailsValidator());
}

public sealed class RecordGrantHandler(PurchasingDb db, JournalWriter journal) : IRequestHandler<RecordGrant, GrantResponse>
{
    public async Task<GrantResponse> Handle(RecordGrant request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var currency = await db.CurrencyAsync(cluster, cancellationToken);

        var grant = Grant.Record(cluster, request.Body.ToTerms(currency));
        db.Grants.Add(grant);
        journal.Record(EventType.GrantRecorded, grant, currency);
        await db.SaveChangesAsync(cancellationToken);
        return GrantResponse.Of(grant, currency);
    }
}

public sealed class RecordGrantEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost("/clusters/{clusterId}/grants", async ([AsParameters] RecordGrant command, IMediator mediator, CancellationToken ct) =>
        {
            var grant = await mediator.Send(command, ct);
            return TypedResults.Created($"/v1/clusters/{command.ClusterId}/grants/{grant.Id}", grant);
        })
        .Named(nameof(RecordGrant), "Grants", "Record a grant", "The evaluation shows what was saved for each pound of it.")
        .Allows(Scopes.LedgerWrite, Roles.Coordinator)
        .Refuses(GrantRefusals.DatesOutOfOrder, GrantRefusals.NothingGranted, BidRefusals.CurrencyDiffers)
        .RequestExample(
            """
            {
              "funder": "National Lottery Community Fund", "amount": { "amount": "24000.00", "currency": "GBP" },
              "from": "2026-04-01", "until": "2027-03-31", "note": "Reaching communities, year 1"
            }
            """);
}
