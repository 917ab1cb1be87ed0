using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>One invoice or credit note, in the form the caller asks for.</summary>
public sealed record GetInvoice(Guid ClusterId, Guid MemberId, Guid InvoiceId, [FromHeader(Name = "Accept")] string? Accept) : IRequest<InvoiceInAForm>;

/// <param name="Resource">The invoice as JSON; null when it is a file.</param>
public sealed record InvoiceInAForm(InvoiceResponse? Resource, byte[] File, string Form, string FileName);

public sealed class GetInvoiceHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetInvoice, InvoiceInAForm>
{
    public async Task<InvoiceInAForm> Handle(GetInvoice request, CancellationToken cancellationToken)
    {
        var (cluster, member, id) = (new ClusterId(request.ClusterId), new MemberId(request.MemberId), new InvoiceId(request.InvoiceId));
        var invoice = await db.InvoicesTo(caller, cluster, member).Include(i => i.Lines.OrderBy(l => l.Number))
            .SingleOrDefaultAsync(i => i.Id == id, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such invoice to this member, or it is not yours to see.");
        return InvoiceForms.Choose(request.Accept) switch
        {
            InvoiceForms.Xml when UblDocument.CanSay(invoice.Currency) => new InvoiceInAForm(
                null, UblDocument.Write(invoice), InvoiceForms.Xml, $"{invoice.Name}.xml"),
            InvoiceForms.Xml => throw HttpRefusals.NotAcceptable.Because("EN 16931 knows no amount of more than two decimals."),
            InvoiceForms.Pdf => new InvoiceInAForm(null, PdfInvoice.Write(invoice), InvoiceForms.Pdf, $"{invoice.Name}.pdf"),
            _ => new InvoiceInAForm(InvoiceResponse.Of(invoice), [], InvoiceForms.Json, ""),
        };
    }
}

public sealed class GetInvoiceEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/members/{memberId}/invoices/{invoiceId}",
            async Task<Results<Ok<InvoiceResponse>, FileContentHttpResult>> ([AsParameters] GetInvoice query, IMediator mediator, CancellationToken ct) =>
            {
                var invoice = await mediator.Send(query, ct);
                return invoice.Resource is { } resource
                    ? TypedResults.Ok(resource)
                    : TypedResults.File(invoice.File, invoice.Form, invoice.FileName);
            })
        .Named(
            nameof(GetInvoice),
            "Invoicing",
            "Read an invoice",
            "As JSON; with Accept: application/xml as UBL 2.1 in the profile Peppol BIS Billing 3 (EN 16931); with application/pdf for people.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor | Roles.Member)
        .AlsoAs(InvoiceForms.Xml, InvoiceForms.Pdf)
        .Refuses(HttpRefusals.NotAcceptable);
}
