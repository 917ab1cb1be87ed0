using System.Data;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Verification;

/// <summary>The service's <c>verify</c> command: checks every invariant on one snapshot of the database, beside whatever runs, and says
/// what it found. It changes nothing.</summary>
public sealed class Verifier(IEnumerable<IInvariant> invariants, PurchasingDb db)
{
    private const int MostToPrint = 20;

    /// <param name="output">Where each invariant is told as soon as it is checked.</param>
    /// <returns>How many invariants do not hold.</returns>
    public async Task<int> RunAsync(TextWriter output, CancellationToken ct)
    {
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await db.Database.ExecuteSqlAsync($"SET TRANSACTION READ ONLY", ct);
        var broken = 0;
        foreach (var invariant in invariants.OrderBy(i => i.Name, StringComparer.Ordinal))
        {
            var watch = Stopwatch.StartNew();
            var breaches = await invariant.FindBreachesAsync(db, ct).ToListAsync(ct);
            broken += breaches.Count > 0 ? 1 : 0;
            await output.WriteLineAsync(
                $"{invariant.Name}  {(breaches.Count == 0 ? "holds " : "BROKEN")}  {invariant.Rule}  ({watch.Elapsed.TotalSeconds:0.0} s)");
            foreach (var breach in breaches.Take(MostToPrint))
                await output.WriteLineAsync($"      {breach}");
            if (breaches.Count > MostToPrint)
                await output.WriteLineAsync($"      ... and {breaches.Count - MostToPrint} more.");
        }

        await output.WriteLineAsync(broken == 0 ? "Everything holds." : $"{broken} invariants are broken. Nothing was changed.");
        return broken;
    }
}

/// <summary>Runs the <c>verify</c> command.</summary>
public static class VerifyCommand
{
    /// <returns>The process's exit code: 0 when everything holds, 1 when not, 2 when it could not be checked.</returns>
    public static async Task<int> VerifyAsync(this WebApplication app, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PurchasingDb>();
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
        {
            await Console.Error.WriteLineAsync("The database is of an older version. Start the service once to bring it up to date, then verify.");
            return 2;
        }

        return await scope.ServiceProvider.GetRequiredService<Verifier>().RunAsync(Console.Out, ct) == 0 ? 0 : 1;
    }
}
