using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>What the opening itself decides: a bid that says it does not meet a requirement is not considered.</summary>
public static class OpeningExclusions
{
    /// <summary>Part of the opening's transaction, which holds the round; the caller saves.</summary>
    /// <param name="round">With its requirements.</param>
    public static async Task ExcludeUnmetAsync(this PurchasingDb db, JournalWriter journal, Round round, CancellationToken ct)
    {
        foreach (var (bid, details) in await db.LoadConsideredBidsAsync(round.ClusterId, round.Id, ct))
        {
            var unmet = details.Requirements.Where(a => !a.Met).Select(a => new RequirementId(a.RequirementId)).ToHashSet();
            if (round.Requirements.Where(q => unmet.Contains(q.Id)).MinBy(q => q.Number) is not { } requirement)
                continue;

            bid.Exclude(ExclusionReason.RequirementNotMet, NoteOn(requirement));
            journal.Record(bid, named: !round.Evaluation.HideSuppliers);
        }
    }

    /// <summary>What the journal tells of a bid that was excluded, by the opening or by a coordinator.</summary>
    /// <param name="named">Whether the coordinators may know whose bid it is.</param>
    public static JournalEntry Record(this JournalWriter journal, Bid bid, bool named) =>
        journal.Record(
                bid.ClusterId, EventType.BidExcluded, SubjectKind.Bid, bid.Id.Value, bid.Version,
                new { SupplierId = named ? bid.SupplierId.Value : (Guid?)null, Reason = bid.ExclusionReason })
            .For(Audience.Coordinator, bid.RoundId)
            .Because(bid.ExclusionNote);

    private static string NoteOn(Requirement requirement)
    {
        var note = $"The supplier says it does not meet requirement {requirement.Number}";
        return note.Length + requirement.Text.Length <= 1990 ? $"{note}: {requirement.Text}" : $"{note}.";
    }
}
