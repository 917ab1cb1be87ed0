using System.Net.Sockets;
using Npgsql;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>How a running server answers.</summary>
internal enum ServerAnswer
{
    NotListening,
    NotReady,
    Ready,
    ReadyButNotDurable,
}

/// <summary>The way into the server. Who knows the password has the right server: SCRAM proves it to both sides.</summary>
internal sealed record ServerConnection(int Port, string Password, string Database)
{
    public const string User = "postgres";
    private const string MaintenanceDatabase = "postgres";

    public string ConnectionString => StringTo(Database, pooling: true);

    public async Task<ServerAnswer> AskAsync(CancellationToken ct)
    {
        try
        {
            var fsync = await ExecuteAsync(MaintenanceDatabase, "SHOW fsync", ct);
            return fsync is "on" ? ServerAnswer.Ready : ServerAnswer.ReadyButNotDurable;
        }
        catch (PostgresException starting) when (starting.SqlState == PostgresErrorCodes.CannotConnectNow)
        {
            return ServerAnswer.NotReady;
        }
        catch (PostgresException wrong) when (wrong.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new EmbeddedPostgresException("The database server does not accept the password kept beside its data: one of the two "
                + "has been replaced.", wrong);
        }
        catch (NpgsqlException refused) when (refused.InnerException is SocketException or IOException or TimeoutException)
        {
            return ServerAnswer.NotListening;
        }
    }

    public async Task EnsureDatabaseAsync(CancellationToken ct)
    {
        try
        {
            await ExecuteAsync(Database, "SELECT 1", ct);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await ExecuteAsync(MaintenanceDatabase, $"CREATE DATABASE {new NpgsqlCommandBuilder().QuoteIdentifier(Database)}", ct);
        }
    }

    private async Task<object?> ExecuteAsync(string database, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(StringTo(database, pooling: false));
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct);
    }

    // Neither encryption is offered by a server that listens on this machine only; asking would cost a round trip each.
    private string StringTo(string database, bool pooling) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = User,
        Password = Password,
        Database = database,
        Pooling = pooling,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;
}
