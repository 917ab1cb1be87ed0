using System.Text.Json;
using OpportunityKnocks.Purchasing.Api.Journal;

namespace OpportunityKnocks.Purchasing.Api.Events;

/// <summary>One thing that happened in a cluster, as its reader may see it.</summary>
/// <param name="Data">What there is to know besides; empty where that is not for this reader.</param>
/// <param name="Cursor">Opaque. The next event's cursor says nothing of what lies between.</param>
public sealed record EventResponse(
    Guid Id,
    EventType Type,
    DateTimeOffset At,
    Guid ClusterId,
    SubjectKind SubjectKind,
    Guid SubjectId,
    int SubjectVersion,
    Guid? RoundId,
    Guid? MemberId,
    string? Reason,
    JsonElement Data,
    string Cursor)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public static EventResponse Of(JournalEntry entry, EventReader reader, string cursor) => new(
        entry.Id.Value,
        entry.Type,
        entry.At,
        entry.ClusterId.Value,
        entry.SubjectKind,
        entry.SubjectId,
        entry.SubjectVersion,
        entry.RoundId?.Value,
        entry.MemberId?.Value,
        reader.SeesReasonOf(entry) ? entry.Reason : null,
        reader.SeesDetailsOf(entry) ? JsonElement.Parse(entry.Payload) : Nothing,
        cursor);
}
