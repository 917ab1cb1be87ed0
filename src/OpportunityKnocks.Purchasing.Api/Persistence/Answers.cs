using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Http;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>The answers kept for retries, one row per key, written in the transaction of the effect.</summary>
public sealed class Answers(PurchasingDb db, IDataProtectionProvider protection, TimeProvider time)
{
    private IDataProtector Protector => protection.CreateProtector("answers");

    /// <summary>Takes the key for the running transaction. A twin that is still running is waited for, up to the lock timeout.</summary>
    /// <returns>False when the key was used before.</returns>
    public async Task<bool> ClaimAsync(RequestKey key, CancellationToken ct)
    {
        try
        {
            return await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO answers (cluster_id, client_id, key, request_hash, status, headers, body, protected, created_at)
                VALUES ({key.ClusterId}, {key.ClientId}, {key.Key}, {key.Hash}, 0, '', {Array.Empty<byte>()}, false, {time.GetUtcNow()})
                ON CONFLICT DO NOTHING
                """,
                ct) == 1;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw HttpRefusals.RequestInProgress.Because("A request with the same Idempotency-Key is still running. Try again in a moment.");
        }
    }

    public Task StoreAsync(RequestKey key, StoredAnswer answer, bool secret, CancellationToken ct)
    {
        var headers = JsonSerializer.Serialize(answer.Headers);
        var body = secret ? Protector.Protect(answer.Body) : answer.Body;
        return db.Database.ExecuteSqlAsync(
            $"""
            UPDATE answers SET status = {answer.Status}, headers = {headers}, body = {body}, protected = {secret}
            WHERE cluster_id = {key.ClusterId} AND client_id = {key.ClientId} AND key = {key.Key}
            """,
            ct);
    }

    public Task<bool> ExistsAsync(RequestKey key, CancellationToken ct) =>
        db.Answers.AnyAsync(a => a.ClusterId == key.ClusterId && a.ClientId == key.ClientId && a.Key == key.Key, ct);

    /// <summary>The stored answer of the first request with this key; refuses when that was another request.</summary>
    public async Task<StoredAnswer> ReplayAsync(RequestKey key, CancellationToken ct)
    {
        var row = await db.Answers.AsNoTracking()
            .SingleAsync(a => a.ClusterId == key.ClusterId && a.ClientId == key.ClientId && a.Key == key.Key, ct);
        if (!row.RequestHash.AsSpan().SequenceEqual(key.Hash))
            throw HttpRefusals.KeyReused.Because("Use a new Idempotency-Key for a new request; the first one's answer stays under the old key.");

        var headers = JsonSerializer.Deserialize<Dictionary<string, string>>(row.Headers)!;
        return new StoredAnswer(row.Status, headers, row.Protected ? Protector.Unprotect(row.Body) : row.Body);
    }
}

/// <summary>A row of <c>answers</c>.</summary>
public sealed class AnswerRow
{
    public Guid ClusterId { get; private set; }

    public string ClientId { get; private set; } = "";

    public string Key { get; private set; } = "";

    public byte[] RequestHash { get; private set; } = [];

    public int Status { get; private set; }

    public string Headers { get; private set; } = "";

    public byte[] Body { get; private set; } = [];

    public bool Protected { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
}

/// <summary>The key of a request that stores its own answer was used before: the stored answer is due instead.</summary>
public sealed class KeyTakenException : Exception;
