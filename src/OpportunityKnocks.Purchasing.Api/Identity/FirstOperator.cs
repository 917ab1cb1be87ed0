using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>The client that makes all others, as it signs in.</summary>
public sealed record FirstOperator(string ClientId, string Secret);

/// <summary>Sees to it that there is a first operator: named by <c>Bootstrap:ClientId</c> and <c>Bootstrap:ClientSecret</c>, or, outside
/// Production, made once, kept beside the keys and shown at start.</summary>
public static class FirstOperatorSetup
{
    /// <returns>Null in Production without configuration: then somebody made an operator before.</returns>
    public static async Task<FirstOperator?> AddFirstOperatorAsync(this WebApplication app, DatabaseSource database, CancellationToken ct)
    {
        var first = app.Configuration["Bootstrap:ClientId"] is { } id && app.Configuration["Bootstrap:ClientSecret"] is { } secret
            ? new FirstOperator(id, secret)
            : database.IsEmbedded || !app.Environment.IsProduction() ? await KeptAsync(database.KeysFolder, ct) : null;
        if (first is not null)
            await RegisterAsync(app.Services, first, ct);
        return first;
    }

    private static async Task<FirstOperator> KeptAsync(string keysFolder, CancellationToken ct)
    {
        // One line, "id secret". The id is not the same everywhere: keys of another folder must not meet it in a shared database.
        var path = Path.Combine(keysFolder, "operator.secret");
        if (!File.Exists(path))
            await File.WriteAllTextAsync(path, $"operator-{Guid.NewGuid().ToString("N")[..6]} {ClientRegistry.NewSecret()}", ct);
        var parts = (await File.ReadAllTextAsync(path, ct)).Split(' ');
        Console.WriteLine($"Operator: client id {parts[0]}, secret in {path}");
        return new FirstOperator(parts[0], parts[1]);
    }

    private static async Task RegisterAsync(IServiceProvider services, FirstOperator first, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PurchasingDb>();
        if (await db.ApiClients.AnyAsync(c => c.ClientId == first.ClientId, ct))
            return;

        var client = ApiClient.Register(first.ClientId, "First operator", PartyKind.Operator, null, null, null, Scopes.Of(PartyKind.Operator));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            await scope.ServiceProvider.GetRequiredService<ClientRegistry>().AddAsync(client, first.Secret, ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another instance that started at the same time was first.
        }
    }
}
