using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>The charges of one member, in the order of their days.</summary>
/// <param name="RoundId">Only those of one round.</param>
public sealed record ListCharges(Guid ClusterId, Guid MemberId, Guid? RoundId, int? Limit, string? Cursor) : IRequest<Page<ChargeResponse>>;

public sealed class ListChargesHandler(ChargeSchedule schedule) : IRequestHandler<ListCharges, Page<ChargeResponse>>
{
    public async Task<Page<ChargeResponse>> Handle(ListCharges request, CancellationToken cancellationToken)
    {
        var page = new PageOf(request.Limit, request.Cursor);
        var all = (await schedule.OfAsync(new ClusterId(request.ClusterId), new MemberId(request.MemberId), cancellationToken))
            .Select(found => found.Charge).Where(charge => request.RoundId is null || charge.RoundId == request.RoundId).ToList();

        // By the last charge seen, not by place: another round's charges may have come in between.
        var start = page.AfterId is { } after ? all.FindIndex(charge => charge.Id == after) + 1 : 0;
        if (start == 0 && page.AfterId is not null)
            throw InvalidShapeException.Of("cursor", "is not one that this list gave");
        var items = all.Skip(start).Take(page.Size).ToList();
        return new Page<ChargeResponse>(items, start + items.Count < all.Count ? PageOf.CursorOf(items[^1].Id) : null);
    }
}

public sealed class ListChargesEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/members/{memberId}/charges",
            async Task<Ok<Page<ChargeResponse>>> ([AsParameters] ListCharges query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(ListCharges),
            "Invoicing",
            "List a member's charges",
            "The charge schedule of the rounds in which each member has its own contract: what each supplier invoices for each lot and charge "
            + "period. A member sees its own, a supplier those it is to invoice.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor | Roles.Member | Roles.Supplier);
}
