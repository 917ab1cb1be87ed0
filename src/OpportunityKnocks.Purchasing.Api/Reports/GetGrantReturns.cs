using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Grants;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Reports.Tables;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>What the grants brought on the days asked for (UTC, both included; open where left out).</summary>
/// <param name="Dates">Which savings are held against them: of awards on those days, if left out, or of charge periods that start then.</param>
public sealed record GetGrantReturns(Guid ClusterId, DateOnly? From, DateOnly? To, SavingsDates? Dates, TableFormat? Format) : IRequest<GrantReturnsResponse>;

/// <param name="AmountOnTheDays">The part that falls on the days asked for; each day of a grant is an equal part of it.</param>
public sealed record GrantReturn(Guid GrantId, string Funder, DateOnly From, DateOnly Until, DateOnly? EndedOn, Money Amount, Money AmountOnTheDays);

/// <summary>The grants of some days, and what was saved for each pound (or other major unit) of them.</summary>
/// <param name="Granted">The parts of all grants that fall on the days.</param>
/// <param name="ContractedPerUnit">Saved over the whole term for each unit granted, two decimals; left out if nothing was.</param>
/// <param name="ToDatePerUnit">Saved in charge periods that are posted.</param>
public sealed record GrantReturnsResponse(
    DateOnly? From,
    DateOnly? To,
    SavingsDates Dates,
    Money Granted,
    Money SavedContracted,
    Money SavedToDate,
    string? ContractedPerUnit,
    string? ToDatePerUnit,
    IReadOnlyList<GrantReturn> Grants);

public sealed class GetGrantReturnsHandler(PurchasingDb db) : IRequestHandler<GetGrantReturns, GrantReturnsResponse>
{
    public async Task<GrantReturnsResponse> Handle(GetGrantReturns request, CancellationToken cancellationToken)
    {
        var (cluster, dates) = (new ClusterId(request.ClusterId), request.Dates ?? SavingsDates.Awarded);
        var sums = await SavingsSums.ReadAsync(
            db, new SavingsQuestion(cluster, ReportDays.Of(request.From, request.To), dates), [], cancellationToken);
        return await db.GrantReturnsAsync(cluster, ReportDays.Of(request.From, request.To), dates, sums.Total, cancellationToken);
    }
}

public static class GrantReturnsReader
{
    /// <param name="saved">What was saved on those days.</param>
    public static async Task<GrantReturnsResponse> GrantReturnsAsync(
        this PurchasingDb db, ClusterId cluster, ReportDays days, SavingsDates dates, SavingsSummary saved, CancellationToken ct)
    {
        var currency = await db.CurrencyAsync(cluster, ct);
        var grants = await db.Grants.AsNoTracking().Where(g => g.ClusterId == cluster).OrderBy(g => g.From).ThenBy(g => g.Id).ToListAsync(ct);
        var returns = grants
            .Select(g => new GrantReturn(
                g.Id.Value, g.Funder, g.From, g.Until, g.EndedOn, new Money(g.Amount, currency), new Money(g.AmountIn(days.From, days.To), currency)))
            .Where(g => g.AmountOnTheDays.MinorUnits > 0)
            .ToList();
        var granted = returns.Sum(g => g.AmountOnTheDays.MinorUnits);
        return new GrantReturnsResponse(
            days.From, days.To, dates, new Money(granted, currency), saved.Contracted.Saved, saved.ToDate.Saved,
            PerUnit(saved.Contracted.Saved), PerUnit(saved.ToDate.Saved), returns);

        string? PerUnit(Money money) => granted == 0 ? null : new Fraction(money.MinorUnits, granted).ToDecimal(2);
    }
}

public sealed class GetGrantReturnsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/reports/grants",
            async Task<Results<Ok<GrantReturnsResponse>, FileContentHttpResult>> ([AsParameters] GetGrantReturns query, IMediator mediator, CancellationToken ct) =>
            {
                var returns = await mediator.Send(query, ct);
                return query.Format == TableFormat.Csv ? returns.ToTable().ToCsv("grants") : TypedResults.Ok(returns);
            })
        .Named(
            nameof(GetGrantReturns),
            "Reports",
            "Report what the grants brought",
            "The parts of all grants that fall on the days asked for, and the savings of the same days for each pound of them.")
        .AlsoAs(ReportTable.MediaType)
        .Allows(Scopes.ReportsRead, Roles.Coordinator | Roles.Auditor);
}
