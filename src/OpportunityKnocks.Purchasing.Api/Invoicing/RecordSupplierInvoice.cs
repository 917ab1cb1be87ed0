using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Invoicing;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <param name="SupplierInvoiceNumber">As the supplier gave it.</param>
public sealed record SupplierInvoiceDetails(string SupplierInvoiceNumber);

/// <summary>Records by which invoice the supplier asked for a charge: once.</summary>
public sealed record RecordSupplierInvoice(
    Guid ClusterId, Guid MemberId, Guid ChargeId, [FromHeader(Name = "If-Match")] string? IfMatch, SupplierInvoiceDetails Body) : IRequest<ChargeResponse>;

public sealed class RecordSupplierInvoiceValidator : AbstractValidator<RecordSupplierInvoice>
{
    public RecordSupplierInvoiceValidator() => RuleFor(c => c.Body.SupplierInvoiceNumber)
        .Must(number => number.Length is > 0 and <= 100 && number.Trim().Length == number.Length && !number.Any(char.IsControl))
        .WithMessage("is one line of 1 to 100 characters, without spaces around it");
}

public sealed class RecordSupplierInvoiceHandler(PurchasingDb db, Caller caller, ChargeSchedule schedule, JournalWriter journal, TimeProvider time)
    : IRequestHandler<RecordSupplierInvoice, ChargeResponse>
{
    public async Task<ChargeResponse> Handle(RecordSupplierInvoice request, CancellationToken cancellationToken)
    {
        var (cluster, member) = (new ClusterId(request.ClusterId), new MemberId(request.MemberId));
        var seen = await schedule.FindAsync(cluster, member, request.ChargeId, cancellationToken);
        if (!caller.Is(Roles.Coordinator) && seen.Supplier != caller.Organisation)
            throw HttpRefusals.WrongRole.Because("This is for the charge's supplier, or a coordinator.");

        // Two who record for one charge take turns here; the second finds what the first wrote.
        await db.Database.ExecuteSqlAsync(
            $"""
            SELECT 1 FROM award_lots WHERE cluster_id = {cluster.Value} AND award_id = {seen.Key.AwardId.Value} AND lot_id = {seen.Key.LotId.Value}
                AND part = {seen.Key.Part} FOR NO KEY UPDATE
            """,
            cancellationToken);
        var (key, round, supplier, charge) = await schedule.FindAsync(cluster, member, request.ChargeId, cancellationToken);
        ETags.Require(request.IfMatch, charge.Version);
        if (charge.SupplierInvoiceNumber is { } number)
            throw InvoiceRefusals.SupplierInvoiceRecorded.Because($"It is {number}.");

        var recorded = ChargeInvoice.Record(cluster, key, supplier, request.Body.SupplierInvoiceNumber, time.GetUtcNow());
        db.ChargeInvoices.Add(recorded);
        journal
            .Record(
                cluster, EventType.SupplierInvoiceRecorded, SubjectKind.Charge, recorded.Id.Value, recorded.Version,
                new { SupplierId = supplier.Value, recorded.Number, LotId = key.LotId.Value, key.Period })
            .For(Audience.Member, round, member);
        await db.SaveChangesUnlessTakenAsync(
            InvoiceRefusals.SupplierInvoiceNumberTaken.Because("One charge is one invoice; give each its own number."), cancellationToken);
        return charge with { SupplierInvoiceNumber = recorded.Number, RecordedAt = recorded.RecordedAt, Version = 2 };
    }
}

public sealed class RecordSupplierInvoiceEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPut(
            "/clusters/{clusterId}/members/{memberId}/charges/{chargeId}",
            async Task<Ok<ChargeResponse>> ([AsParameters] RecordSupplierInvoice command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(RecordSupplierInvoice),
            "Invoicing",
            "Record a supplier's invoice number",
            "By the supplier itself or a coordinator, once for each charge; a number is used once by each supplier.")
        .Allows(Scopes.ChargesWrite, Roles.Coordinator | Roles.Supplier)
        .Refuses(InvoiceRefusals.SupplierInvoiceRecorded, InvoiceRefusals.SupplierInvoiceNumberTaken)
        .RequestExample("""{ "supplierInvoiceNumber": "2027-0417" }""");
}
