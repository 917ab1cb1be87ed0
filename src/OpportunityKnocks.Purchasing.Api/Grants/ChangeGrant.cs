using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Grants;

namespace OpportunityKnocks.Purchasing.Api.Grants;

/// <summary>The coordinator says a grant anew.</summary>
public sealed record ChangeGrant(Guid ClusterId, Guid GrantId, GrantDetails Body, [FromHeader(Name = "If-Match")] string? IfMatch)
    : IRequest<GrantResponse>;

public sealed class ChangeGrantValidator : AbstractValidator<ChangeGrant>
{
    public ChangeGrantValidator() => RuleFor(c => c.Body).SetValidator(new GrantDetailsValidator());
}

public sealed class ChangeGrantHandler(PurchasingDb db, JournalWriter journal) : IRequestHandler<ChangeGrant, GrantResponse>
{
    public async Task<GrantResponse> Handle(ChangeGrant request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var grant = await db.RequireGrantAsync(cluster, new GrantId(request.GrantId), request.IfMatch, cancellationToken);
        var currency = await db.CurrencyAsync(cluster, cancellationToken);

        grant.Change(request.Body.ToTerms(currency));
        journal.Record(EventType.GrantChanged, grant, currency);
        await db.SaveChangesAsync(cancellationToken);
        return GrantResponse.Of(grant, currency);
    }
}

public sealed class ChangeGrantEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPut(
            "/clusters/{clusterId}/grants/{grantId}",
            async Task<Ok<GrantResponse>> ([AsParameters] ChangeGrant command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(ChangeGrant), "Grants", "Change a grant", "What was there before stays in the audit trail.")
        .Allows(Scopes.LedgerWrite, Roles.Coordinator)
        .Refuses(GrantRefusals.Ended, GrantRefusals.DatesOutOfOrder, GrantRefusals.NothingGranted, BidRefusals.CurrencyDiffers)
        .RequestExample(
            """
            {
              "funder": "National Lottery Community Fund", "amount": { "amount": "26500.00", "currency": "GBP" },
              "from": "2026-04-01", "until": "2027-03-31"
            }
            """);
}
