using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Reports.Evaluation;

/// <summary>How the evaluation is given.</summary>
public enum PageFormat
{
    Json,
    Html,
}

/// <summary>All that a funder asks for of the days named (UTC, both included; open where left out).</summary>
public sealed record GetEvaluation(Guid ClusterId, DateOnly? From, DateOnly? To, PageFormat? Format) : IRequest<EvaluationResponse>;

/// <summary>Savings in sum and broken down, of rounds awarded on the days asked for.</summary>
public sealed record EvaluatedSavings(
    SavingsSummary Total,
    IReadOnlyList<SavingsRow> ByMember,
    IReadOnlyList<SavingsRow> ByGroup,
    IReadOnlyList<SavingsRow> ByRound,
    IReadOnlyList<SavingsRow> ByCategory,
    IReadOnlyList<SavingsRow> ByQuarter);

/// <summary>The reports of the same days beside one another.</summary>
public sealed record EvaluationResponse(
    string ClusterName,
    DateOnly? From,
    DateOnly? To,
    ParticipationResponse Participation,
    EvaluatedSavings Savings,
    SpendResponse Spend,
    GrantReturnsResponse Grants);

public sealed class GetEvaluationHandler(PurchasingDb db, IMediator mediator) : IRequestHandler<GetEvaluation, EvaluationResponse>
{
    private static readonly SavingsBy[] Ways = [SavingsBy.Member, SavingsBy.Group, SavingsBy.Round, SavingsBy.Category, SavingsBy.Quarter];

    public async Task<EvaluationResponse> Handle(GetEvaluation request, CancellationToken cancellationToken)
    {
        var (cluster, days) = (new ClusterId(request.ClusterId), ReportDays.Of(request.From, request.To));
        var name = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Name).SingleAsync(cancellationToken);
        var sums = await SavingsSums.ReadAsync(db, new SavingsQuestion(cluster, days, SavingsDates.Awarded), Ways, cancellationToken);

        return new EvaluationResponse(
            name,
            request.From,
            request.To,
            await mediator.Send(new GetParticipation(request.ClusterId, request.From, request.To, null), cancellationToken),
            new EvaluatedSavings(
                sums.Total, sums.By(SavingsBy.Member), sums.By(SavingsBy.Group), sums.By(SavingsBy.Round), sums.By(SavingsBy.Category), sums.By(SavingsBy.Quarter)),
            await mediator.Send(new GetSpend(request.ClusterId, request.From, request.To, null), cancellationToken),
            await db.GrantReturnsAsync(cluster, days, SavingsDates.Awarded, sums.Total, cancellationToken));
    }
}

public sealed class GetEvaluationEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/reports/evaluation",
            async Task<Results<Ok<EvaluationResponse>, ContentHttpResult>> (
                [AsParameters] GetEvaluation query, IMediator mediator, TimeProvider time, CancellationToken ct) =>
            {
                var evaluation = await mediator.Send(query, ct);
                return query.Format == PageFormat.Html
                    ? TypedResults.Content(EvaluationPage.Write(evaluation, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)), "text/html; charset=utf-8")
                    : TypedResults.Ok(evaluation);
            })
        .Named(
            nameof(GetEvaluation),
            "Reports",
            "Report all that a funder asks for",
            "Participation in the rounds published on the days asked for; savings and spend of those awarded; the grants of the days and what they "
            + "brought. With format=html a page to print, with charts, that loads nothing.")
        .AlsoAs("text/html")
        .Allows(Scopes.ReportsRead, Roles.Coordinator | Roles.Auditor);
}
