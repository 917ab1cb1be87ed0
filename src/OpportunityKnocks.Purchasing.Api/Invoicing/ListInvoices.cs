using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>The invoices and credit notes to one member.</summary>
public sealed record ListInvoices(Guid ClusterId, Guid MemberId, int? Limit, string? Cursor) : IRequest<Page<InvoiceResponse>>;

public sealed class ListInvoicesHandler(PurchasingDb db, Caller caller) : IRequestHandler<ListInvoices, Page<InvoiceResponse>>
{
    public async Task<Page<InvoiceResponse>> Handle(ListInvoices request, CancellationToken cancellationToken)
    {
        var (cluster, member) = (new ClusterId(request.ClusterId), new MemberId(request.MemberId));
        await db.RequireMemberAsync(caller, cluster, member, cancellationToken);
        var page = await db.InvoicesTo(caller, cluster, member).Include(i => i.Lines)
            .PageByIdAsync(i => i.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        return page.Select(InvoiceResponse.Of);
    }
}

public sealed class ListInvoicesEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/members/{memberId}/invoices",
            async Task<Ok<Page<InvoiceResponse>>> ([AsParameters] ListInvoices query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(ListInvoices),
            "Invoicing",
            "List a member's invoices",
            "What lead buyers recharged to it, and the credit notes. A member sees its own, a lead buyer those it issued.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor | Roles.Member);
}
