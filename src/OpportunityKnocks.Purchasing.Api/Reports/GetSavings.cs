using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Savings;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>What was saved against what members paid before, in rounds awarded on the days asked for (UTC, both included; open where left
/// out).</summary>
/// <param name="RoundId">One round only.</param>
public sealed record GetSavings(Guid ClusterId, DateOnly? From, DateOnly? To, SavingsBy? By, Guid? RoundId) : IRequest<SavingsResponse>;

public sealed class GetSavingsHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetSavings, SavingsResponse>
{
    public async Task<SavingsResponse> Handle(GetSavings request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var by = request.By ?? SavingsBy.Member;
        var days = ReportDays.Of(request.From, request.To);

        var round = request.RoundId is { } id ? new RoundId(id) : (RoundId?)null;
        var mine = caller.Is(Roles.Coordinator | Roles.Auditor) ? null : caller.Member;
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(cancellationToken);
        var awards = await db.ContractedAwards(cluster, days.Start, days.Before)
            .Where(a => round == null || a.RoundId == round)
            .AsNoTracking().OrderBy(a => a.Id).ToListAsync(cancellationToken);
        var keys = await SavingsKeys.LoadAsync(db, by, cluster, cancellationToken);

        var total = new SavingsTally();
        var rows = new Dictionary<string, SavingsTally>(StringComparer.Ordinal);
        foreach (var award in awards)
        {
            await foreach (var shared in db.SharedNeedsAsync(award, mine, cancellationToken))
            {
                total.Add(shared.Share, shared.Needs, shared.SettledPeriods, shared.IsFirst);
                foreach (var key in keys.Of(shared.Share.Member.MemberId, shared.Lot))
                    TallyOf(rows, key).Add(shared.Share, shared.Needs, shared.SettledPeriods, shared.IsFirst);
            }
        }

        return new SavingsResponse(
            by,
            request.From,
            request.To,
            SavingsSummary.Of(total, currency),
            [.. rows.Select(row => keys.ToRow(row.Key, SavingsSummary.Of(row.Value, currency)))
                .OrderBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Key, StringComparer.Ordinal)]);
    }

    private static SavingsTally TallyOf(Dictionary<string, SavingsTally> rows, string key) =>
        rows.TryGetValue(key, out var tally) ? tally : rows[key] = new SavingsTally();
}

public sealed class GetSavingsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/reports/savings",
            async Task<Ok<SavingsResponse>> ([AsParameters] GetSavings query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(GetSavings),
            "Reports",
            "Report savings",
            "Baseline minus cost, each as the member bears it (net and the VAT it cannot recover), per need, over the term and to date; losses "
            + "included, needs without a baseline apart. In rounds awarded on the days asked for and contracted since. By group, a member in "
            + "several groups counts in each; the total counts every need once. A member gets its own savings only.")
        .Allows(Scopes.ReportsRead, Roles.Coordinator | Roles.Auditor | Roles.Member);
}
