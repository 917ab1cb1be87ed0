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

/// <summary>What is spent with whom, in rounds awarded on the days asked for (UTC, both included; open where left out).</summary>
public sealed record GetSpend(Guid ClusterId, DateOnly? From, DateOnly? To, TableFormat? Format) : IRequest<SpendResponse>;

/// <summary>Net amounts, without VAT.</summary>
/// <param name="Contracted">Over the whole term.</param>
/// <param name="ToDate">Over the charge periods that are posted.</param>
/// <param name="PercentOfContracted">Of all that is contracted, two decimals; left out if nothing is.</param>
public sealed record SpendAmounts(int Suppliers, int Lots, Money Contracted, Money ToDate, string? PercentOfContracted)
{
    public static SpendAmounts Of(IReadOnlyCollection<SupplierSpend> rows, long all, Currency currency)
    {
        var contracted = rows.Sum(row => row.Contracted);
        return new SpendAmounts(
            rows.Count,
            rows.Sum(row => row.Lots),
            new Money(contracted, currency),
            new Money(rows.Sum(row => row.ToDate), currency),
            all == 0 ? null : new Fraction((Int128)contracted * 100, all).ToDecimal(2));
    }
}

/// <param name="Local">As the cluster said of it.</param>
/// <param name="VoluntarySector">As the cluster said of it; where it said nothing, whether an identifier of it is a charity's.</param>
public sealed record SpendRow(Guid SupplierId, string Name, bool Local, bool VoluntarySector, SpendAmounts Spend);

/// <summary>What is spent with whom.</summary>
/// <param name="LocalOrVoluntary">With suppliers that are one or the other or both, each once.</param>
public sealed record SpendResponse(
    DateOnly? From, DateOnly? To, SpendAmounts Total, SpendAmounts Local, SpendAmounts VoluntarySector, SpendAmounts LocalOrVoluntary, IReadOnlyList<SpendRow> Rows);

public sealed class GetSpendHandler(PurchasingDb db) : IRequestHandler<GetSpend, SpendResponse>
{
    public async Task<SpendResponse> Handle(GetSpend request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var currency = await db.CurrencyAsync(cluster, cancellationToken);
        var rows = await db.SupplierSpendAsync(cluster, ReportDays.Of(request.From, request.To), cancellationToken);

        var all = rows.Sum(row => row.Contracted);
        return new SpendResponse(
            request.From,
            request.To,
            Sum(_ => true),
            Sum(row => row.Local),
            Sum(row => row.VoluntarySector),
            Sum(row => row.Local || row.VoluntarySector),
            [.. rows.Select(row => new SpendRow(row.SupplierId, row.Name, row.Local, row.VoluntarySector, SpendAmounts.Of([row], all, currency)))]);

        SpendAmounts Sum(Func<SupplierSpend, bool> which) => SpendAmounts.Of([.. rows.Where(which)], all, currency);
    }
}

public sealed class GetSpendEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/reports/spend",
            async Task<Results<Ok<SpendResponse>, FileContentHttpResult>> ([AsParameters] GetSpend query, IMediator mediator, CancellationToken ct) =>
            {
                var spend = await mediator.Send(query, ct);
                return query.Format == TableFormat.Csv ? spend.ToTable().ToCsv("spend") : TypedResults.Ok(spend);
            })
        .Named(
            nameof(GetSpend),
            "Reports",
            "Report spend by supplier",
            "Net of VAT, in rounds awarded on the days asked for and contracted since; apart for suppliers the cluster says are local, and for "
            + "those of the voluntary sector.")
        .AlsoAs(ReportTable.MediaType)
        .Allows(Scopes.ReportsRead, Roles.Coordinator | Roles.Auditor);
}
