using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>The client that makes all others: named by <c>Bootstrap:ClientId</c> and <c>Bootstrap:ClientSecret</c>, or, on the embedded
/// database, made once, kept beside the keys and shown at start.</summary>
public static class FirstOperator
{
    public static async Task AddFirstOperatorAsync(this WebApplication app, DatabaseSource database, CancellationToken ct)
    {
        var (id, secret) = (app.Configuration["Bootstrap:ClientId"], app.Configuration["Bootstrap:ClientSecret"]);
        if (id is null || secret is null)
        {
            if (!database.IsEmbedded)
                return;

            (id, secret) = ("operator", await KeptSecretAsync(Path.Combine(database.KeysFolder, "operator.secret"), ct));
            Console.WriteLine($"Operator: client id \"{id}\", secret in {Path.Combine(database.KeysFolder, "operator.secret")}");
        }

        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PurchasingDb>();
        if (await db.ApiClients.AnyAsync(c => c.ClientId == id, ct))
            return;

        var registry = scope.ServiceProvider.GetRequiredService<ClientRegistry>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var client = ApiClient.Register(id, "First operator", PartyKind.Operator, null, null, null, Scopes.Of(PartyKind.Operator));
        await registry.AddAsync(client, secret, ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<string> KeptSecretAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path))
            await File.WriteAllTextAsync(path, ClientRegistry.NewSecret(), ct);
        return await File.ReadAllTextAsync(path, ct);
    }
}
