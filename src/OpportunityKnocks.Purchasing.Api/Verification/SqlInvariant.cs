using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Verification;

/// <summary>An invariant that a query can judge.</summary>
/// <param name="name">I1, I2, ...</param>
/// <param name="query">Gives one line of text for each breach.</param>
public abstract class SqlInvariant(string name, string rule, string query) : IInvariant
{
    public string Name => name;

    public string Rule => rule;

    public async IAsyncEnumerable<string> FindBreachesAsync(
        PurchasingDb db, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = query;
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            yield return reader.GetString(0);
    }
}
