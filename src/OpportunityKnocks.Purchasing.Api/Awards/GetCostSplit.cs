using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>How the cost of a round's award was shared over all lots, and whether a group would do better on its own.</summary>
public sealed record GetCostSplit(Guid ClusterId, Guid RoundId) : IRequest<CostSplitResponse>;

public sealed class GetCostSplitHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetCostSplit, CostSplitResponse>
{
    public async Task<CostSplitResponse> Handle(GetCostSplit request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var award = await db.AwardOfAsync(caller, cluster, new RoundId(request.RoundId), cancellationToken);
        var sharing = await db.AwardSharings.AsNoTracking().SingleOrDefaultAsync(s => s.ClusterId == cluster && s.AwardId == award.Id, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("The award is older than the judgement of splits.");
        var to = caller.SeesWholeAwards() ? null : caller.Member;
        var adjustments = db.AwardAdjustments.AsNoTracking().Where(a => a.ClusterId == cluster && a.AwardId == award.Id);
        var own = to is null ? null : await adjustments.SingleOrDefaultAsync(a => a.MemberId == to, cancellationToken);
        var (report, currency) = (sharing.Report, award.Currency);
        return new CostSplitResponse(
            request.RoundId,
            award.Id.Value,
            report.Asked,
            report.Used,
            report.WhyNot,
            report.Basis,
            report.Cap is { } cap ? CostSplitResponse.Of(cap, currency, to) : null,
            CoreVerdict.Of(report.Core, currency, to),
            report.Repair is { } repair ? CostSplitResponse.Of(repair, currency, to) : null,
            await adjustments.CountAsync(a => a.Amount != 0, cancellationToken),
            new Money(await adjustments.Where(a => a.Amount > 0).SumAsync(a => a.Amount, cancellationToken), currency),
            own is null ? null : ShareAdjustment.Of(own, currency));
    }
}

public sealed class GetCostSplitEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/rounds/{roundId}/cost-split",
            async Task<Ok<CostSplitResponse>> ([AsParameters] GetCostSplit query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(GetCostSplit),
            "Awards",
            "Read how a round's cost was shared",
            "The method, the stand-alone cap, and whether a group of members would do better on its own: proved, blocked by a group, or not found "
            + "in time. A member is told that there is such a group, and which one only if it is in it.")
        .Allows(Scopes.SharesRead, Roles.Coordinator | Roles.Auditor | Roles.Member);
}
