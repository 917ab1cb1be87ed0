using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>Doubles are found by the schema, not by asking first: two requests that ask at once would both be told no.</summary>
public static class UniqueViolations
{
    /// <param name="db">What is to be saved.</param>
    /// <param name="taken">What it means when a row like this is there already.</param>
    /// <param name="ct">Stops the wait.</param>
    /// <exception cref="DomainException"><paramref name="taken"/></exception>
    public static async Task SaveChangesUnlessTakenAsync(this PurchasingDb db, DomainException taken, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation && !violation.IsOfJournal())
        {
            throw taken;
        }
    }

    /// <summary>The journal tells each version of a subject once: a second teller changed what it had read before the first one did.</summary>
    public static bool IsOfJournal(this PostgresException violation) =>
        violation.TableName?.StartsWith("journal", StringComparison.Ordinal) == true;
}
