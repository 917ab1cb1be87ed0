using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Awards;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Settlements;

/// <summary>A member's account over some days (UTC, both included; open where left out).</summary>
public sealed record GetStatement(Guid ClusterId, Guid MemberId, DateOnly? From, DateOnly? To) : IRequest<StatementResponse>;

/// <summary>One posting to the account.</summary>
/// <param name="SettlementNumber">The settlement, or the correction, that posted it.</param>
/// <param name="Period">The charge period, from 1.</param>
/// <param name="PeriodStartsOn">Its first day.</param>
/// <param name="Amount">VAT included; a charge is positive.</param>
/// <param name="Balance">What the member owes after it.</param>
public sealed record StatementLine(
    Guid TransferId,
    DateTimeOffset At,
    long SettlementNumber,
    Guid RoundId,
    Guid LotId,
    string LotTitle,
    int Period,
    DateOnly PeriodStartsOn,
    Money Amount,
    Money Vat,
    Money Balance);

/// <summary>A member's account. A balance is what the member owes; charges raise it.</summary>
public sealed record StatementResponse(
    Guid MemberId, string MemberName, DateOnly? From, DateOnly? To, Money OpeningBalance, IReadOnlyList<StatementLine> Lines, Money ClosingBalance);

public sealed class GetStatementHandler(PurchasingDb db, Caller caller) : IRequestHandler<GetStatement, StatementResponse>
{
    public async Task<StatementResponse> Handle(GetStatement request, CancellationToken cancellationToken)
    {
        var (cluster, member) = (new ClusterId(request.ClusterId), new MemberId(request.MemberId));
        var mayRead = caller.SeesWholeAwards() || caller.Member == member;
        var name = mayRead ? await NameAsync(cluster, member, cancellationToken) : null;
        if (name is null)
            throw HttpRefusals.NotFound.Because("There is no such member in this cluster, or it is not yours to see.");
        if (request.From > request.To)
            throw InvalidShapeException.Of("to", "must not be before from");

        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(cancellationToken);
        var opening = request.From is { } from ? await BalanceBeforeAsync(cluster, member, StartOf(from), cancellationToken) : 0;
        var lines = await LinesAsync(cluster, member, request, cancellationToken);

        var balance = new Money(opening, currency);
        var written = new List<StatementLine>(lines.Count);
        foreach (var line in lines)
        {
            balance += line.Amount;
            written.Add(line with { Balance = balance });
        }

        return new StatementResponse(request.MemberId, name, request.From, request.To, new Money(opening, currency), written, balance);
    }

    private Task<string?> NameAsync(ClusterId cluster, MemberId member, CancellationToken ct) => db.Members
        .Where(m => m.ClusterId == cluster && m.Id == member)
        .Join(db.Organisations, m => m.OrganisationId, o => o.Id, (_, o) => (string?)o.Name)
        .SingleOrDefaultAsync(ct);

    private IQueryable<Transfer> Of(ClusterId cluster, MemberId member) => db.Transfers.Where(t => t.ClusterId == cluster
        && ((t.FromOwner == member.Value && t.FromKind == AccountKind.Member) || (t.ToOwner == member.Value && t.ToKind == AccountKind.Member)));

    private Task<long> BalanceBeforeAsync(ClusterId cluster, MemberId member, DateTimeOffset instant, CancellationToken ct) =>
        Of(cluster, member).Where(t => t.At < instant).SumAsync(t => t.FromKind == AccountKind.Member ? t.Amount : -t.Amount, ct);

    private Task<List<StatementLine>> LinesAsync(ClusterId cluster, MemberId member, GetStatement request, CancellationToken ct)
    {
        var transfers = Of(cluster, member);
        if (request.From is { } from)
            transfers = transfers.Where(t => t.At >= StartOf(from));
        if (request.To is { } to && to < DateOnly.MaxValue)
            transfers = transfers.Where(t => t.At < StartOf(to.AddDays(1)));

        return transfers
            .Join(
                db.SettledPeriods,
                t => new { t.ClusterId, t.SettlementId, t.LotId, t.Part, t.Period },
                p => new { p.ClusterId, SettlementId = (SettlementId?)p.SettlementId, LotId = (LotId?)p.LotId, Part = (int?)p.Part, Period = (int?)p.Period },
                (t, p) => new { t, p.StartsOn })
            .Join(
                db.Settlements,
                row => new { row.t.ClusterId, Id = row.t.CorrectionId ?? row.t.SettlementId },
                s => new { s.ClusterId, Id = (SettlementId?)s.Id },
                (row, s) => new { row.t, row.StartsOn, s.Number })
            .Join(
                db.Lots,
                row => new { row.t.ClusterId, Id = row.t.LotId },
                l => new { l.ClusterId, Id = (LotId?)l.Id },
                (row, l) => new { row.t, row.StartsOn, row.Number, l })
            .Join(db.Clusters, row => row.t.ClusterId, c => c.Id, (row, c) => new { row.t, row.StartsOn, row.Number, row.l, c.Currency })
            .OrderBy(row => row.t.At).ThenBy(row => row.t.Id)
            .Select(row => new StatementLine(
                row.t.Id.Value,
                row.t.At,
                row.Number,
                row.l.RoundId.Value,
                row.l.Id.Value,
                row.l.Title,
                row.t.Period!.Value,
                row.StartsOn,
                new Money(row.t.FromKind == AccountKind.Member ? row.t.Amount : -row.t.Amount, row.Currency),
                new Money(row.t.FromKind == AccountKind.Member ? row.t.Vat : -row.t.Vat, row.Currency),
                Money.Zero(row.Currency)))
            .ToListAsync(ct);
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}

public sealed class GetStatementEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/members/{memberId}/statement",
            async Task<Ok<StatementResponse>> ([AsParameters] GetStatement query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(GetStatement),
            "Settlement",
            "Read a member's statement",
            "Everything posted to its account on the days asked for. A member sees its own only.")
        .Allows(Scopes.LedgerRead, Roles.Coordinator | Roles.Auditor | Roles.Member);
}
