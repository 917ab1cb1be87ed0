using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Awards;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>A member's account over some days (UTC, both included; open where left out).</summary>
public sealed record GetStatement(Guid ClusterId, Guid MemberId, DateOnly? From, DateOnly? To) : IRequest<StatementResponse>;

/// <summary>A member's account. A balance is what the member owes; charges raise it.</summary>
/// <param name="PaymentReference">What the member writes on its payments so that they are matched.</param>
public sealed record StatementResponse(
    Guid MemberId,
    string MemberName,
    DateOnly? From,
    DateOnly? To,
    Money OpeningBalance,
    IReadOnlyList<StatementLine> Lines,
    Money ClosingBalance,
    string PaymentReference);

public sealed class GetStatementHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetStatement, StatementResponse>
{
    public async Task<StatementResponse> Handle(GetStatement request, CancellationToken cancellationToken)
    {
        var (cluster, member) = (new ClusterId(request.ClusterId), new MemberId(request.MemberId));
        var mayRead = caller.SeesWholeAwards() || caller.Member == member;
        var name = mayRead ? await NameAsync(cluster, member, cancellationToken) : null;
        if (name is null)
            throw HttpRefusals.NotFound.Because("There is no such member in this cluster, or it is not yours to see.");

        var page = await db.ReadAccountAsync(cluster, Account.Of(member), sign: 1, request.From, request.To, cancellationToken);
        return new StatementResponse(
            request.MemberId, name, request.From, request.To, page.OpeningBalance, page.Lines, page.ClosingBalance, PaymentReference.Of(Account.Of(member)));
    }

    private Task<string?> NameAsync(ClusterId cluster, MemberId member, CancellationToken ct) => db.Members
        .Where(m => m.ClusterId == cluster && m.Id == member)
        .Join(db.Organisations, m => m.OrganisationId, o => o.Id, (_, o) => (string?)o.Name)
        .SingleOrDefaultAsync(ct);
}

public sealed class GetStatementEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/members/{memberId}/statement",
            async Task<Ok<StatementResponse>> ([AsParameters] GetStatement query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(GetStatement),
            "Settlement",
            "Read a member's statement",
            "Everything posted to its account on the days asked for: charges, corrections, payments. A member sees its own only.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor | Roles.Member);
}
