using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>What members received of a lot in a posted charge period.</summary>
public sealed record RecordDelivery(Guid ClusterId, Guid RoundId, DeliveryDetails Body) : IRequest<SupplyRecordResponse>;

/// <param name="Period">From 1.</param>
/// <param name="Received">All that each named member received in the period; who is not named stays as recorded, or as agreed.</param>
/// <param name="Reason">Stands on the correction.</param>
/// <param name="SupplierId">Only where several supply the lot.</param>
public sealed record DeliveryDetails(Guid LotId, int Period, IReadOnlyList<MemberReceipt> Received, string Reason, Guid? SupplierId = null);

public sealed class RecordDeliveryValidator : AbstractValidator<RecordDelivery>
{
    public RecordDeliveryValidator()
    {
        RuleFor(c => c.Body.Period).InclusiveBetween(1, Term.MaximumPeriods);
        RuleFor(c => c.Body.Reason).NotEmpty().MaximumLength(2000);
        RuleFor(c => c.Body.Received).Must(all => all.Count is >= 1 and <= 1000).WithMessage("1 to 1,000 members")
            .Must(all => all.Select(one => one?.MemberId).Distinct().Count() == all.Count).WithMessage("each member once");
        RuleForEach(c => c.Body.Received).NotNull().ChildRules(one => one.RuleFor(r => r.Quantity).InclusiveBetween(0, Quantities.Maximum));
    }
}

public sealed class RecordDeliveryHandler(PurchasingDb db, Corrector corrector) : IRequestHandler<RecordDelivery, SupplyRecordResponse>
{
    public async Task<SupplyRecordResponse> Handle(RecordDelivery request, CancellationToken cancellationToken)
    {
        var (cluster, body) = (new ClusterId(request.ClusterId), request.Body);
        var supplier = body.SupplierId is { } id ? new OrganisationId(id) : (OrganisationId?)null;
        var key = new PostedPeriodKey(cluster, new RoundId(request.RoundId), new LotId(body.LotId), body.Period, supplier);
        ReceivedQuantity[] received = [.. body.Received.Select(one => new ReceivedQuantity(new MemberId(one.MemberId), one.Quantity))];

        var recorded = await corrector.RecordAsync(
            key, (period, _, now) => SupplyRecord.Delivery(period, received, body.Reason, now), cancellationToken);
        return (await db.ToResponsesAsync(cluster, [recorded.Record], null, cancellationToken))[0];
    }
}

public sealed class RecordDeliveryEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/deliveries",
            async Task<Ok<SupplyRecordResponse>> ([AsParameters] RecordDelivery command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(RecordDelivery),
            "Settlement",
            "Record what was received",
            "Of a charge period that is posted. Where somebody received more or less than is posted, a correcting settlement posts the difference: "
            + "units cost what the order's unit price was, split by what was received; fees stay. Nothing posted is changed.")
        .Allows(Scopes.LedgerWrite, Roles.Coordinator)
        .Refuses(RoundRefusals.WrongState, LedgerRefusals.NotPosted, LedgerRefusals.WhichSupplier, LedgerRefusals.NotSupplied, LedgerRefusals.NothingToShareBy,
            LedgerRefusals.CreditAboveDue, LedgerRefusals.VatOutOfLine)
        .RequestExample(
            """
            {
              "lotId": "0198c0de-0000-7000-8000-000000000001", "period": 1, "reason": "Two licences came late",
              "received": [{ "memberId": "0198c0de-0000-7000-8000-000000000002", "quantity": 10 }]
            }
            """);
}
