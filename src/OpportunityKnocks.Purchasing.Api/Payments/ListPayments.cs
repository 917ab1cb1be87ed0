using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Payments;

/// <summary>The payments of a cluster.</summary>
public sealed record ListPayments(Guid ClusterId, int? Limit, string? Cursor) : IRequest<Page<PaymentResponse>>;

public sealed class ListPaymentsHandler(PurchasingDb db) : IRequestHandler<ListPayments, Page<PaymentResponse>>
{
    public async Task<Page<PaymentResponse>> Handle(ListPayments request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(cancellationToken);
        var page = await db.Payments.AsNoTracking().Where(p => p.ClusterId == cluster)
            .PageByIdAsync(p => p.Id, new PageOf(request.Limit, request.Cursor), cancellationToken);
        return new Page<PaymentResponse>([.. page.Items.Select(p => PaymentResponse.Of(p, currency))], page.NextCursor);
    }
}

public sealed class ListPaymentsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/payments",
            async Task<Ok<Page<PaymentResponse>>> ([AsParameters] ListPayments query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(ListPayments), "Payments", "List payments", "In the order of recording; a member or supplier reads its own in its account.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor);
}
