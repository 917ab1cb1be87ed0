using System.Text.Json;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Grants;
using OpportunityKnocks.Purchasing.Domain.Needs;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Journal;

/// <summary>Writes what a command did beside its effect: the entry is saved by the same <c>SaveChangesAsync</c>.</summary>
public sealed class JournalWriter(PurchasingDb db, Caller caller, TimeProvider time)
{
    private string? _actor;

    /// <summary>Who does it: the caller, unless the service acts by itself.</summary>
    public string Actor => _actor ?? caller.Actor;

    /// <summary>Names the part of the service that acts without being called; for the scope this writer lives in.</summary>
    public void ActAs(string actor) => _actor = actor;

    /// <param name="payload">What there is to know; never anything sealed.</param>
    public JournalEntry Record(ClusterId cluster, EventType type, SubjectKind kind, Guid id, int version, object? payload = null)
    {
        var text = payload as string ?? (payload is null ? "{}" : JsonSerializer.Serialize(payload, StrictJson.Options));
        var entry = JournalEntry.Of(cluster, type, Actor, (kind, id, version), time.GetUtcNow(), text);
        db.Journal.Add(entry);
        return entry;
    }

    public JournalEntry Record(EventType type, Round round, object? payload = null) =>
        Record(round.ClusterId, type, SubjectKind.Round, round.Id.Value, round.Version, payload)
            .For(round.PublishedAt is null ? Audience.Coordinator : Audience.Cluster, round.Id);

    /// <param name="quantityChange">By how much the demand of the need's lot changed.</param>
    /// <param name="needsChange">1 when the need entered the lot, -1 when it left, else 0.</param>
    public JournalEntry Record(EventType type, Need need, long quantityChange = 0, int needsChange = 0) =>
        Record(need.ClusterId, type, SubjectKind.Need, need.Id.Value, need.Version, PayloadOf(need))
            .For(Audience.Member, need.RoundId, need.MemberId)
            .Demand(need.LotId, quantityChange, needsChange);

    public JournalEntry Record(EventType type, Grant grant, Currency currency) =>
        Record(
            grant.ClusterId, type, SubjectKind.Grant, grant.Id.Value, grant.Version,
            new { grant.Funder, Amount = new Money(grant.Amount, currency), grant.From, grant.Until, grant.EndedOn }).For(Audience.Coordinator);

    /// <summary>What the journal tells of a need: nothing of its ceiling or baseline.</summary>
    public static string PayloadOf(Need need) =>
        JsonSerializer.Serialize(new NeedPayload(need.Quantity, need.Unit, need.CategoryCode, need.LotId?.Value), StrictJson.Options);

    private sealed record NeedPayload(long Quantity, string Unit, string CategoryCode, Guid? LotId);
}
