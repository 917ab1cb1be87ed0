using System.Globalization;
using System.Text.Json;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain.Bids;

namespace OpportunityKnocks.Purchasing.Api.Bids;

/// <summary>Holds the log of a round's bids to one hash, which the opening publishes: a bid that was added, changed or dropped afterwards
/// would not fit it, and each supplier can have its own entry proved.</summary>
public static class BidLog
{
    /// <param name="log">All entries of the round, in the order of their ids.</param>
    public static byte[] RootOf(IEnumerable<BidLogEntry> log) => MerkleTree.RootOf([.. log.Select(Write)]);

    /// <summary>An entry as it is hashed: what the supplier's receipt says, in this order, the time in UTC to the microsecond.</summary>
    public static byte[] Write(BidLogEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("bidId", entry.BidId.Value);
            json.WriteNumber("version", entry.BidVersion);
            json.WriteString("type", entry.Type.ToString());
            json.WriteString("at", entry.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture));
            json.WriteString("commitment", Convert.ToHexStringLower(entry.Commitment));
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
