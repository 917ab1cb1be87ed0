using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Reports.Tables;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>Who took part in the rounds published on the days asked for (UTC, both included; open where left out).</summary>
public sealed record GetParticipation(Guid ClusterId, DateOnly? From, DateOnly? To, TableFormat? Format) : IRequest<ParticipationResponse>;

public sealed class GetParticipationHandler(PurchasingDb db) : IRequestHandler<GetParticipation, ParticipationResponse>
{
    public async Task<ParticipationResponse> Handle(GetParticipation request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var rounds = await db.PublishedRounds(cluster, ReportDays.Of(request.From, request.To))
            .OrderBy(r => r.PublishedAt).ThenBy(r => r.Id)
            .Select(r => new { Id = r.Id.Value, r.Title, r.State, r.PublishedAt })
            .ToListAsync(cancellationToken);
        var ids = rounds.Select(r => r.Id).ToArray();
        var inRounds = ids.Select(id => new RoundId(id)).ToArray();
        var lots = await db.Lots.Where(l => l.ClusterId == cluster && inRounds.Contains(l.RoundId))
            .OrderBy(l => l.Number)
            .Select(l => new { l.RoundId, Id = l.Id.Value, l.Title, l.CategoryCode, l.PooledMembers })
            .ToListAsync(cancellationToken);
        var members = (await db.CountMembersAsync(cluster, ids, cancellationToken)).ToDictionary(m => m.RoundId);
        var different = await db.CountDifferentMembersAsync(cluster, ids, cancellationToken);
        var bids = await db.CountBidsAsync(cluster, ids, cancellationToken);

        var lotsOf = lots.ToLookup(
            l => l.RoundId.Value,
            l => new LotParticipation(l.Id, l.Title, l.CategoryCode, l.PooledMembers, bids.TryGetValue(l.Id, out var count) ? count : null));
        return new ParticipationResponse(
            request.From,
            request.To,
            new ParticipationTotal(
                rounds.Count,
                rounds.Count(r => r.State is RoundState.Contracted or RoundState.Settled),
                MemberCounts.Of(members.Values),
                different.Submitted,
                different.Contracted,
                bids.Values.Sum(),
                bids.Count == 0 ? null : new Fraction(bids.Values.Sum(), bids.Count).ToDecimal(2)),
            [.. rounds.Select(r => new RoundParticipation(r.Id, r.Title, r.State, r.PublishedAt!.Value, MemberCounts.Of([members[r.Id]]), [.. lotsOf[r.Id]]))]);
    }
}

public sealed class GetParticipationEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/reports/participation",
            async Task<Results<Ok<ParticipationResponse>, FileContentHttpResult>> ([AsParameters] GetParticipation query, IMediator mediator, CancellationToken ct) =>
            {
                var participation = await mediator.Send(query, ct);
                return query.Format == TableFormat.Csv ? participation.ToTable().ToCsv("participation") : TypedResults.Ok(participation);
            })
        .Named(
            nameof(GetParticipation),
            "Reports",
            "Report participation",
            "Members invited, submitted, confirmed, left and contracted in each round published on the days asked for, bids per lot once they are "
            + "opened, and all of it in sum.")
        .AlsoAs(ReportTable.MediaType)
        .Allows(Scopes.ReportsRead, Roles.Coordinator | Roles.Auditor);
}
