using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Grants;

namespace OpportunityKnocks.Purchasing.Api.Grants;

/// <param name="On">The last day that counts; the day before the grant's first if none does.</param>
public sealed record GrantEnd(DateOnly On, string Reason);

/// <summary>A grant ends before its time.</summary>
public sealed record EndGrant(Guid ClusterId, Guid GrantId, GrantEnd Body, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<GrantResponse>;

public sealed class EndGrantValidator : AbstractValidator<EndGrant>
{
    public EndGrantValidator() => RuleFor(c => c.Body.Reason).NotEmpty().MaximumLength(2000);
}

public sealed class EndGrantHandler(PurchasingDb db, JournalWriter journal) : IRequestHandler<EndGrant, GrantResponse>
{
    public async Task<GrantResponse> Handle(EndGrant request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var grant = await db.RequireGrantAsync(cluster, new GrantId(request.GrantId), request.IfMatch, cancellationToken);
        var currency = await db.CurrencyAsync(cluster, cancellationToken);

        grant.End(request.Body.On);
        journal.Record(EventType.GrantEnded, grant, currency).Because(request.Body.Reason);
        await db.SaveChangesAsync(cancellationToken);
        return GrantResponse.Of(grant, currency);
    }
}

public sealed class EndGrantEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/grants/{grantId}/end",
            async Task<Ok<GrantResponse>> ([AsParameters] EndGrant command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(EndGrant), "Grants", "End a grant before its time",
            "Each day of a grant is an equal part of it: what falls on later days counts no more. One recorded by mistake ends on the day before "
            + "its first.")
        .Allows(Scopes.LedgerWrite, Roles.Coordinator)
        .Refuses(GrantRefusals.Ended, GrantRefusals.EndOutOfRange)
        .RequestExample("""{ "on": "2026-12-31", "reason": "The programme was closed." }""");
}
