using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Payments;

/// <summary>The lines of imported bank statements.</summary>
/// <param name="Unmatched">Only those that nobody's payment was found for.</param>
public sealed record ListBankLines(Guid ClusterId, bool? Unmatched, int? Limit, string? Cursor) : IRequest<Page<BankLineResponse>>;

public sealed class ListBankLinesHandler(PurchasingDb db) : IRequestHandler<ListBankLines, Page<BankLineResponse>>
{
    public async Task<Page<BankLineResponse>> Handle(ListBankLines request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(cancellationToken);
        var page = await db.BankLines.AsNoTracking().Where(l => l.ClusterId == cluster)
            .Where(l => request.Unmatched != true || !db.Payments.Any(p => p.ClusterId == cluster && p.BankLineId == l.Id))
            .PageByIdAsync(l => l.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        var ids = page.Items.Select(l => (BankLineId?)l.Id).ToList();
        var payments = await db.Payments.Where(p => p.ClusterId == cluster && ids.Contains(p.BankLineId))
            .ToDictionaryAsync(p => p.BankLineId!.Value, p => p.Id, cancellationToken);
        return new Page<BankLineResponse>(
            [.. page.Items.Select(l => BankLineResponse.Of(l, currency, payments.TryGetValue(l.Id, out var payment) ? payment : null))], page.NextCursor);
    }
}

public sealed class ListBankLinesEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/bank-lines",
            async Task<Ok<Page<BankLineResponse>>> ([AsParameters] ListBankLines query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListBankLines), "Payments", "List lines of bank statements", "In the order of import; unmatched=true for those that wait to be assigned.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor);
}
