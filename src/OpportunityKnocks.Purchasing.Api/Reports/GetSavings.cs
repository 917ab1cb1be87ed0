using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Reports.Tables;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>What was saved against what members paid before, on the days asked for (UTC, both included; open where left out).</summary>
/// <param name="Dates">What has to be on those days: the award, if left out, or each charge period.</param>
/// <param name="RoundId">One round only.</param>
public sealed record GetSavings(
    Guid ClusterId, DateOnly? From, DateOnly? To, SavingsDates? Dates, SavingsBy? By, Guid? RoundId, TableFormat? Format) : IRequest<SavingsResponse>;

public sealed class GetSavingsHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetSavings, SavingsResponse>
{
    public async Task<SavingsResponse> Handle(GetSavings request, CancellationToken cancellationToken)
    {
        var (by, dates) = (request.By ?? SavingsBy.Member, request.Dates ?? SavingsDates.Awarded);
        var asked = new SavingsQuestion(
            new ClusterId(request.ClusterId),
            ReportDays.Of(request.From, request.To),
            dates,
            request.RoundId is { } id ? new RoundId(id) : null,
            caller.Is(Roles.Coordinator | Roles.Auditor) ? null : caller.Member);

        var sums = await SavingsSums.ReadAsync(db, asked, [by], cancellationToken);
        return new SavingsResponse(by, dates, request.From, request.To, sums.Total, sums.By(by));
    }
}

public sealed class GetSavingsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/reports/savings",
            async Task<Results<Ok<SavingsResponse>, FileContentHttpResult>> ([AsParameters] GetSavings query, IMediator mediator, CancellationToken ct) =>
            {
                var savings = await mediator.Send(query, ct);
                return query.Format == TableFormat.Csv ? savings.ToTable().ToCsv("savings") : TypedResults.Ok(savings);
            })
        .Named(
            nameof(GetSavings),
            "Reports",
            "Report savings",
            "Baseline minus cost minus the one-off cost of switching, each as the member bears it (net and the VAT it cannot recover), per need, over "
            + "the term and to date; losses included, needs without a baseline apart. In rounds awarded on the days asked for and contracted since; "
            + "or, with dates=charged, in the charge periods of contracted rounds that start on those days. By group, a member in several groups "
            + "counts in each; the total counts every need once. By month, quarter or year, charge periods count where they start. A member gets its "
            + "own savings only.")
        .AlsoAs(ReportTable.MediaType)
        .Allows(Scopes.ReportsRead, Roles.Coordinator | Roles.Auditor | Roles.Member);
}
