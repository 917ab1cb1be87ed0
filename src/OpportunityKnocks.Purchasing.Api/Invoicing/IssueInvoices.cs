using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Invoicing;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>Makes out the lead buyer's documents for one settlement, one to each member.</summary>
public sealed record IssueInvoices(Guid ClusterId, Guid RoundId, long Number, [FromHeader(Name = "If-Match")] string? IfMatch)
    : IRequest<IssuedInvoicesResponse>;

/// <summary>The documents of one kind.</summary>
/// <param name="First">The number of the first; left out when there is none.</param>
/// <param name="Last">The number of the last.</param>
/// <param name="Payable">What they ask for, or give back.</param>
public sealed record IssuedOfAKind(int Count, string? First, string? Last, Money Net, Money Vat, Money Rounding, Money Payable);

/// <summary>What was made out for a settlement.</summary>
public sealed record IssuedInvoicesResponse(long SettlementNumber, DateOnly IssuedOn, DateOnly DueOn, IssuedOfAKind Invoices, IssuedOfAKind CreditNotes);

public sealed class IssueInvoicesHandler(PurchasingDb db, InvoiceIssue issue, InvoiceWriter writer, TimeProvider time)
    : IRequestHandler<IssueInvoices, IssuedInvoicesResponse>
{
    public async Task<IssuedInvoicesResponse> Handle(IssueInvoices request, CancellationToken cancellationToken)
    {
        // Two who issue at once take turns here; the second finds the documents of the first.
        var settlement = await db.Settlements
            .FromSql(
                $"""
                SELECT * FROM settlements
                WHERE cluster_id = {request.ClusterId} AND round_id = {request.RoundId} AND number = {request.Number} FOR NO KEY UPDATE
                """)
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such settlement in this round.");
        ETags.Require(request.IfMatch, settlement.Version);

        var now = time.GetUtcNow();
        var invoices = await issue.MakeOutAsync(settlement, now, cancellationToken);
        await writer.WriteAsync([.. invoices], now, cancellationToken);
        return new IssuedInvoicesResponse(
            settlement.Number, invoices[0].IssuedOn, invoices[0].DueOn, Sum(invoices, InvoiceKind.Invoice), Sum(invoices, InvoiceKind.CreditNote));
    }

    private static IssuedOfAKind Sum(IReadOnlyList<Invoice> invoices, InvoiceKind kind)
    {
        var (some, currency) = (invoices.Where(i => i.Kind == kind).ToList(), invoices[0].Currency);
        return new IssuedOfAKind(
            some.Count, some.FirstOrDefault()?.Name, some.LastOrDefault()?.Name, Of(i => i.Net), Of(i => i.Vat), Of(i => i.Rounding), Of(i => i.Payable));

        Money Of(Func<Invoice, long> amount) => new(some.Sum(amount), currency);
    }
}

public sealed class IssueInvoicesEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/settlements/{number}/issue-invoices",
            async Task<Ok<IssuedInvoicesResponse>> ([AsParameters] IssueInvoices command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(IssueInvoices),
            "Invoicing",
            "Issue a settlement's invoices",
            "For rounds with a lead buyer: one document to each other member for what the settlement posted to its account, at the exact share; a "
            + "credit note where it gets money back. They are numbered without a gap and never changed.")
        .Allows(Scopes.LedgerWrite, Roles.Coordinator)
        .Refuses(InvoiceRefusals.NoLeadBuyer, InvoiceRefusals.InvoicesIssued, InvoiceRefusals.NothingToInvoice);
}
