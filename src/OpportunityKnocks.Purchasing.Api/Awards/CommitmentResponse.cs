using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>How much of a lot a member takes, and when.</summary>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
/// <param name="Quantity">Units per period; 0 once the member has left.</param>
public sealed record CommitmentDatedLine(
    Guid LotId, string LotTitle, DateOnly From, DateOnly Until, long Quantity, string Unit, PeriodUnit PeriodUnit);

/// <summary>A member's part of an award with one supplier.</summary>
/// <param name="Binding">Whether the contracts are made: before that the award can still be cancelled.</param>
/// <param name="Answer">What the member said, in rounds that ask each member; left out where the ceiling binds.</param>
/// <param name="AnswerNote">What the answer means for this award, when it took the place of the one that was answered.</param>
/// <param name="AcceptBy">Until when it can answer.</param>
/// <param name="Totals">What was awarded costs over its terms; later changes are in the settlements.</param>
public sealed record CommitmentResponse(
    Guid Id,
    Guid RoundId,
    Guid AwardId,
    Guid MemberId,
    string MemberName,
    NamedOrganisation Supplier,
    bool Binding,
    CommitmentAnswer? Answer,
    DateTimeOffset? AnsweredAt,
    string? AnswerNote,
    DateTimeOffset? AcceptBy,
    IReadOnlyList<CommitmentDatedLine> Lines,
    AwardTotals Totals,
    int Version) : IVersioned;

/// <summary>Reads whole pages of commitments: three queries, however many there are.</summary>
public static class CommitmentQuery
{
    private const string AcceptedBefore =
        "Accepted with the award before this one, which was computed anew without those who did not accept it. Nobody is asked again: a need "
        + "costs no more than its ceiling, or has left; one without a ceiling takes any price.";

    public static async Task<IReadOnlyList<CommitmentResponse>> ToResponsesAsync(
        this PurchasingDb db, Award award, IReadOnlyList<Commitment> commitments, CancellationToken ct)
    {
        var ids = commitments.Select(c => c.Id).ToList();
        var members = commitments.Select(c => c.MemberId).ToList();
        var lines = await db.CommitmentLines.Where(l => l.ClusterId == award.ClusterId && ids.Contains(l.CommitmentId))
            .Join(db.Lots, l => new { l.ClusterId, l.LotId }, lot => new { lot.ClusterId, LotId = lot.Id }, (l, lot) => new { l, lot })
            .OrderBy(row => row.lot.Number).ThenBy(row => row.l.StartsOn).ThenBy(row => row.l.Number)
            .Select(row => new
            {
                row.l.CommitmentId,
                row.l.Number,
                Line = new CommitmentDatedLine(
                    row.l.LotId.Value, row.lot.Title, row.l.StartsOn, row.l.EndsOn, row.l.Quantity, row.lot.Unit, row.lot.PeriodUnit),
            })
            .ToListAsync(ct);
        var shares = await db.Shares.Where(s => s.ClusterId == award.ClusterId && s.AwardId == award.Id && members.Contains(s.MemberId))
            .Join(
                db.AwardedLots,
                s => new { s.ClusterId, s.AwardId, s.LotId, s.Part },
                l => new { l.ClusterId, l.AwardId, l.LotId, l.Part },
                (s, l) => new { s.MemberId, l.SupplierId, s.Net, s.Vat, s.UnrecoveredVat })
            .ToListAsync(ct);
        var round = await db.Rounds.Where(r => r.ClusterId == award.ClusterId && r.Id == award.RoundId)
            .Select(r => new { r.State, r.AcceptBy })
            .SingleAsync(ct);
        var names = await db.NamesOfAsync(award.ClusterId, members, commitments.Select(c => (OrganisationId?)c.SupplierId), ct);

        var linesOf = lines.ToLookup(row => row.CommitmentId, row => (row.Number, row.Line));
        var sharesOf = shares.ToLookup(s => (s.MemberId, s.SupplierId!.Value));
        return [.. commitments.Select(c =>
        {
            var mine = sharesOf[(c.MemberId, c.SupplierId)];
            return new CommitmentResponse(
                c.Id.Value,
                award.RoundId.Value,
                award.Id.Value,
                c.MemberId.Value,
                names.Member(c.MemberId),
                names.Supplier(c.SupplierId),
                round.State is RoundState.Contracted or RoundState.Settled,
                c.Answer,
                c.AnsweredAt,
                c.Answer is not null && award.Supersedes is not null ? AcceptedBefore : null,
                round.AcceptBy,
                [.. Holding(linesOf[c.Id])],
                AwardTotals.Of(mine.Sum(s => s.Net), mine.Sum(s => s.Vat), mine.Sum(s => s.UnrecoveredVat), award.Currency),
                c.Version);
        })];
    }

    /// <summary>Each line until a later change ends it; those that a later change took the place of never hold.</summary>
    private static IEnumerable<CommitmentDatedLine> Holding(IEnumerable<(int Number, CommitmentDatedLine Line)> lines)
    {
        var all = lines.ToList();
        foreach (var (number, line) in all)
        {
            var ends = all.Where(other => other.Line.LotId == line.LotId && other.Number > number).Select(other => other.Line.From.AddDays(-1)).ToList();
            var until = ends.Append(line.Until).Min();
            if (until >= line.From)
                yield return line with { Until = until };
        }
    }
}
