using NUnit.Framework;

namespace OpportunityKnocks.Purchasing.Api.Tests.House;

/// <summary>The rules that let the schema run on one server today and sharded by cluster tomorrow, read from <c>pg_catalog</c>.</summary>
public sealed class KeepingTheSchemaRules
{
    /// <summary>Tables that belong to no cluster: small ones that every node has, and what belongs to libraries.</summary>
    private const string NotOfAClusterSql =
        "('clusters', 'organisations', 'organisation_identifiers', 'api_clients', '__EFMigrationsHistory') OR t.relname LIKE 'OpenIddict%'";

    [Test]
    public async Task starts_every_tenant_key_with_the_cluster()
    {
        var wrong = await NamesAsync(
            $"""
            SELECT t.relname FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
            WHERE t.relkind = 'r' AND NOT (t.relname IN {NotOfAClusterSql})
            AND NOT EXISTS (
                SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
                WHERE i.indrelid = t.oid AND i.indisprimary AND a.attname = 'cluster_id')
            """);

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task has_the_cluster_in_every_unique_key()
    {
        var wrong = await NamesAsync(
            $"""
            SELECT x.relname FROM pg_index i
            JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
            JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
            WHERE i.indisunique AND NOT (t.relname IN {NotOfAClusterSql})
            AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = ANY (i.indkey) AND a.attname = 'cluster_id')
            """);

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task never_refers_to_a_row_of_another_cluster()
    {
        // A reference between tenant tables pairs cluster_id with cluster_id.
        var wrong = await NamesAsync(
            $"""
            SELECT c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
            WHERE c.contype = 'f' AND NOT (t.relname IN {NotOfAClusterSql})
            AND f.relname NOT IN ('organisations')
            AND NOT EXISTS (
                SELECT 1 FROM generate_subscripts(c.conkey, 1) AS k
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[k]
                JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[k]
                WHERE a.attname = 'cluster_id' AND b.attname IN ('cluster_id', 'id') AND (b.attname = 'cluster_id' OR f.relname = 'clusters'))
            """);

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task has_no_set_null_no_triggers_no_sequences_and_no_functions()
    {
        var wrong = await NamesAsync(
            """
            SELECT conname FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace AND n.nspname = 'public'
            WHERE contype = 'f' AND (confdeltype = 'n' OR confupdtype = 'n')
            UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public' WHERE relkind = 'S'
            UNION ALL SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = 'public'
            """);

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task keeps_no_money_in_floats()
    {
        var wrong = await NamesAsync(
            """
            SELECT table_name || '.' || column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND data_type IN ('real', 'double precision', 'money')
            """);

        Assert.That(wrong, Is.Empty);
    }

    private static async Task<List<string>> NamesAsync(string sql)
    {
        await using var command = AllTests.Service.Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }
}
