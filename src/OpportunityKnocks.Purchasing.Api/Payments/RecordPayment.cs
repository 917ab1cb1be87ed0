using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Payments;

/// <summary>The coordinator records by hand what a member or a supplier paid or was paid.</summary>
public sealed record RecordPayment(Guid ClusterId, PaymentDetails Body) : IRequest<PaymentResponse>;

/// <param name="MemberId">This or the supplier.</param>
/// <param name="Reference">What the payment said, or what it was for.</param>
/// <param name="Direction">Left out: received from a member, paid to a supplier.</param>
public sealed record PaymentDetails(
    Money Amount, DateOnly PaidOn, string Reference, Guid? MemberId = null, Guid? SupplierId = null, PaymentDirection? Direction = null);

/// <summary>A payment.</summary>
/// <param name="BankLineId">The line of a bank statement it comes from.</param>
public sealed record PaymentResponse(
    Guid Id,
    Guid? MemberId,
    Guid? SupplierId,
    PaymentDirection Direction,
    Money Amount,
    DateOnly PaidOn,
    string Reference,
    Guid? BankLineId,
    DateTimeOffset RecordedAt,
    int Version) : IVersioned
{
    public static PaymentResponse Of(Payment p, Currency currency) => new(
        p.Id.Value,
        p.PartyKind == AccountKind.Member ? p.PartyId : null,
        p.PartyKind == AccountKind.Supplier ? p.PartyId : null,
        p.Direction,
        new Money(p.Amount, currency),
        p.PaidOn,
        p.Reference,
        p.BankLineId?.Value,
        p.RecordedAt,
        p.Version);
}

public sealed class RecordPaymentValidator : AbstractValidator<RecordPayment>
{
    public RecordPaymentValidator()
    {
        RuleFor(c => c.Body.Reference).NotEmpty().MaximumLength(500);
        RuleFor(c => c.Body.PaidOn).Must(day => day.Year is >= 2000 and < 2400).WithMessage("must be from 2000 to 2399");
        RuleFor(c => c.Body.Amount).Must(amount => amount.MinorUnits > 0).WithMessage("must be more than nothing");
        RuleFor(c => c.Body.MemberId).Must((command, member) => (member is null) != (command.Body.SupplierId is null))
            .WithMessage("name a member or a supplier, not both");
    }
}

public sealed class RecordPaymentHandler(PurchasingDb db, PaymentWriter writer, TimeProvider time) : IRequestHandler<RecordPayment, PaymentResponse>
{
    public async Task<PaymentResponse> Handle(RecordPayment request, CancellationToken cancellationToken)
    {
        var (cluster, body) = (new ClusterId(request.ClusterId), request.Body);
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(cancellationToken);
        if (body.Amount.Currency != currency)
            throw PaymentRefusals.CurrencyDiffers.Because($"The cluster's currency is {currency.Code}.");

        var party = await writer.PartyAsync(cluster, body.MemberId, body.SupplierId, cancellationToken);
        var direction = body.Direction ?? (body.MemberId is not null ? PaymentDirection.Received : PaymentDirection.Paid);
        var payment = Payment.Of(cluster, party, direction, body.Amount, body.PaidOn, body.Reference, time.GetUtcNow());
        writer.Add(payment);
        await db.SaveChangesAsync(cancellationToken);
        return PaymentResponse.Of(payment, currency);
    }
}

public sealed class RecordPaymentEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/payments",
            async Task<Ok<PaymentResponse>> ([AsParameters] RecordPayment command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(RecordPayment),
            "Payments",
            "Record a payment",
            "Moves it between the cluster's bank account and the member's or supplier's. It is never changed: what was wrong is paid back.")
        .Allows(Scopes.LedgerWrite, Roles.Coordinator)
        .Refuses(PaymentRefusals.UnknownParty, PaymentRefusals.CurrencyDiffers)
        .RequestExample(
            """
            {
              "memberId": "0198c0de-0000-7000-8000-000000000001", "amount": { "amount": "120.00", "currency": "GBP" }, "paidOn": "2027-04-30",
              "reference": "M4T9KZ2QA April"
            }
            """);
}
