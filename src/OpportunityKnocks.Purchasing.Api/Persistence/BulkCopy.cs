using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace OpportunityKnocks.Purchasing.Api.Persistence;

/// <summary>One column of a table and where a row's value of it comes from. The values are written as they are, without boxing.</summary>
public abstract record BulkColumn<T>(string Name)
{
    public abstract Task WriteAsync(NpgsqlBinaryImporter importer, T row, CancellationToken ct);
}

/// <summary>Streams rows of any number into a table by binary <c>COPY</c>, in the running transaction of the context: no change tracking,
/// no more memory than one row.</summary>
public static class BulkCopy
{
    /// <summary>How long one statement over a hundred thousand rows may take: references are checked at its end, all at once.</summary>
    public const int PatienceInSeconds = 300;

    public static BulkColumn<T> Uuid<T>(string name, Func<T, Guid> value) => new Column<T, Guid>(name, NpgsqlDbType.Uuid, value);

    public static BulkColumn<T> NullableUuid<T>(string name, Func<T, Guid?> value) => new UuidOrNull<T>(name, value);

    public static BulkColumn<T> Bigint<T>(string name, Func<T, long> value) => new Column<T, long>(name, NpgsqlDbType.Bigint, value);

    public static BulkColumn<T> Int4<T>(string name, Func<T, int> value) => new Column<T, int>(name, NpgsqlDbType.Integer, value);

    public static BulkColumn<T> Date<T>(string name, Func<T, DateOnly> value) => new Column<T, DateOnly>(name, NpgsqlDbType.Date, value);

    public static BulkColumn<T> Instant<T>(string name, Func<T, DateTimeOffset> value) =>
        new Column<T, DateTimeOffset>(name, NpgsqlDbType.TimestampTz, value);

    public static BulkColumn<T> NullableInstant<T>(string name, Func<T, DateTimeOffset?> value) => new InstantOrNull<T>(name, value);

    public static BulkColumn<T> NullableInt4<T>(string name, Func<T, int?> value) => new Int4OrNull<T>(name, value);

    public static BulkColumn<T> Text<T>(string name, Func<T, string?> value) => new Column<T, string?>(name, NpgsqlDbType.Text, value);

    public static BulkColumn<T> Jsonb<T>(string name, Func<T, string> value) => new Column<T, string>(name, NpgsqlDbType.Jsonb, value);

    public static async Task CopyAsync<T>(
        this PurchasingDb db, string table, IEnumerable<T> rows, IReadOnlyList<BulkColumn<T>> columns, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var names = string.Join(", ", columns.Select(c => c.Name));
        await using var importer = await connection.BeginBinaryImportAsync($"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)", ct);
        importer.Timeout = TimeSpan.FromSeconds(PatienceInSeconds);
        foreach (var row in rows)
        {
            await importer.StartRowAsync(ct);
            foreach (var column in columns)
                await column.WriteAsync(importer, row, ct);
        }

        await importer.CompleteAsync(ct);
    }

    private sealed record InstantOrNull<T>(string Name, Func<T, DateTimeOffset?> Value) : BulkColumn<T>(Name)
    {
        public override Task WriteAsync(NpgsqlBinaryImporter importer, T row, CancellationToken ct) =>
            Value(row) is { } value ? importer.WriteAsync(value, NpgsqlDbType.TimestampTz, ct) : importer.WriteNullAsync(ct);
    }

    private sealed record Int4OrNull<T>(string Name, Func<T, int?> Value) : BulkColumn<T>(Name)
    {
        public override Task WriteAsync(NpgsqlBinaryImporter importer, T row, CancellationToken ct) =>
            Value(row) is { } value ? importer.WriteAsync(value, NpgsqlDbType.Integer, ct) : importer.WriteNullAsync(ct);
    }

    private sealed record UuidOrNull<T>(string Name, Func<T, Guid?> Value) : BulkColumn<T>(Name)
    {
        public override Task WriteAsync(NpgsqlBinaryImporter importer, T row, CancellationToken ct) =>
            Value(row) is { } value ? importer.WriteAsync(value, NpgsqlDbType.Uuid, ct) : importer.WriteNullAsync(ct);
    }

    private sealed record Column<T, TValue>(string Name, NpgsqlDbType Type, Func<T, TValue> Value) : BulkColumn<T>(Name)
    {
        public override Task WriteAsync(NpgsqlBinaryImporter importer, T row, CancellationToken ct) =>
            Value(row) is { } value ? importer.WriteAsync(value, Type, ct) : importer.WriteNullAsync(ct);
    }
}
