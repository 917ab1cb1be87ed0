using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>What a supplier's paper is.</summary>
public enum SupplierPaperKind
{
    /// <summary>Its whole invoice for the lot and period, where it is not what was agreed.</summary>
    Invoice,

    /// <summary>It takes back a part.</summary>
    CreditNote,
}

/// <summary>A supplier's invoice or credit note for a posted charge period that is not what is posted.</summary>
public sealed record RecordSupplierPaper(Guid ClusterId, Guid RoundId, SupplierPaperDetails Body) : IRequest<SupplyRecordResponse>;

/// <param name="Reference">The number on the paper.</param>
/// <param name="Net">Without VAT.</param>
/// <param name="VatRate">Of an invoice, if it is not the award's.</param>
/// <param name="Reason">Stands on the correction.</param>
/// <param name="SupplierId">Only where several supply the lot.</param>
public sealed record SupplierPaperDetails(
    SupplierPaperKind Kind,
    Guid LotId,
    int Period,
    string Reference,
    Money Net,
    Money Vat,
    string Reason,
    Percent? VatRate = null,
    Guid? SupplierId = null);

public sealed class RecordSupplierPaperValidator : AbstractValidator<RecordSupplierPaper>
{
    public RecordSupplierPaperValidator()
    {
        RuleFor(c => c.Body.Period).InclusiveBetween(1, Term.MaximumPeriods);
        RuleFor(c => c.Body.Reference).NotEmpty().MaximumLength(100).Must(text => text is null || text.Trim().Length == text.Length)
            .WithMessage("has no spaces around it");
        RuleFor(c => c.Body.Reason).NotEmpty().MaximumLength(2000);
        RuleFor(c => c.Body.VatRate).Must((command, rate) => rate is null || command.Body.Kind == SupplierPaperKind.Invoice).WithMessage("only of an invoice");
    }
}

public sealed class RecordSupplierPaperHandler(PurchasingDb db, Corrector corrector)
    : IRequestHandler<RecordSupplierPaper, SupplyRecordResponse>
{
    public async Task<SupplyRecordResponse> Handle(RecordSupplierPaper request, CancellationToken cancellationToken)
    {
        var (cluster, body) = (new ClusterId(request.ClusterId), request.Body);
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(cancellationToken);
        if (body.Net.Currency != currency || body.Vat.Currency != currency)
            throw InvalidShapeException.Of("net", $"the cluster's currency is {currency.Code}");

        var supplier = body.SupplierId is { } id ? new OrganisationId(id) : (OrganisationId?)null;
        var key = new PostedPeriodKey(cluster, new RoundId(request.RoundId), new LotId(body.LotId), body.Period, supplier);
        var amount = new NetAndVat(body.Net.MinorUnits, body.Vat.MinorUnits);
        var recorded = await corrector.RecordAsync(
            key,
            (period, rate, now) => body.Kind == SupplierPaperKind.Invoice
                ? SupplyRecord.Invoice(period, body.Reference, amount, body.VatRate ?? rate, body.Reason, now)
                : SupplyRecord.CreditNote(period, body.Reference, amount, body.Reason, now),
            cancellationToken);
        return recorded.Correction is not null
            ? (await db.ToResponsesAsync(cluster, [recorded.Record], null, cancellationToken))[0]
            : throw LedgerRefusals.NothingToCorrect.Because("The paper says what is posted already.");
    }
}

public sealed class RecordSupplierPaperEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/supplier-papers",
            async Task<Ok<SupplyRecordResponse>> ([AsParameters] RecordSupplierPaper command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(RecordSupplierPaper),
            "Settlement",
            "Record a differing invoice or a credit note",
            "For a lot and a charge period that is posted: a correcting settlement posts the difference. An invoice stands for the whole period, "
            + "fees and all, the latest counts; all credit notes count. VAT is half up per member; pennies the supplier's VAT differs by go to vatRounding.")
        .Allows(Scopes.LedgerWrite, Roles.Coordinator)
        .Refuses(RoundRefusals.WrongState, LedgerRefusals.NotPosted, LedgerRefusals.WhichSupplier, LedgerRefusals.NothingToCorrect, LedgerRefusals.NothingToShareBy,
            LedgerRefusals.CreditAboveDue, LedgerRefusals.VatOutOfLine, LedgerRefusals.AlreadyRecorded)
        .RequestExample(
            """
            {
              "kind": "creditNote", "lotId": "0198c0de-0000-7000-8000-000000000001", "period": 1, "reference": "CN-77",
              "net": { "amount": "20.00", "currency": "GBP" }, "vat": { "amount": "4.00", "currency": "GBP" }, "reason": "Two days without service"
            }
            """);
}
