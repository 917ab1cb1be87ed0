using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Invoicing;

/// <summary>One charge of one member.</summary>
public sealed record GetCharge(Guid ClusterId, Guid MemberId, Guid ChargeId) : IRequest<ChargeResponse>;

public sealed class GetChargeHandler(ChargeSchedule schedule) : IRequestHandler<GetCharge, ChargeResponse>
{
    public async Task<ChargeResponse> Handle(GetCharge request, CancellationToken cancellationToken) =>
        (await schedule.FindAsync(new ClusterId(request.ClusterId), new MemberId(request.MemberId), request.ChargeId, cancellationToken)).Charge;
}

public sealed class GetChargeEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/members/{memberId}/charges/{chargeId}",
            async Task<Ok<ChargeResponse>> ([AsParameters] GetCharge query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetCharge), "Invoicing", "Read a charge")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor | Roles.Member | Roles.Supplier);
}
