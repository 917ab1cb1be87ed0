using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Http.Outgoing;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Webhooks;

/// <summary>Ways to make the service call what only it can reach. A listener on this machine must stay silent.</summary>
public sealed class CallingForbiddenTargets
{
    private static readonly string[] Hosts =
    [
        "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "0", "0.0.0.0", "localhost", "localhost.", "a.localhost", "LOCALHOST",
        "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "0x7f.0x0.0x0.0x1", "127.0.0.1.",
        "10.0.0.1", "10.255.255.255", "167772161", "0xa000001", "012.0.0.1",
        "172.16.0.1", "172.31.255.255", "2886729729", "192.168.0.1", "192.168.255.255", "3232235521", "0xc0a80001", "0300.0250.0.1",
        "169.254.169.254", "169.254.0.1", "2852039166", "0xa9fea9fe", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1",
        "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::127.0.0.1]", "[0:0:0:0:0:ffff:a00:1]",
        "[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a00:1::1]", "[2001::1]", "[2001:0:7f00:1::]", "[2001:db8::1]",
        "[fc00::1]", "[fd12:3456::1]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[100::1]", "[3fff::1]", "[5f00::1]", "intranet", "metadata",
    ];

    [TestCaseSource(nameof(Hosts))]
    public async Task refuses_the_address_when_it_is_registered(string host)
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.PostAsync($"{world.Cluster}/webhooks", $$"""{ "url": "https://{{host}}/hook" }""");

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invalidRequest")), answer.ToString());
        Assert.That(answer["errors"]!["url"], Is.Not.Null);
    }

    [TestCase("http://example.org/hook")]
    [TestCase("https://user:secret@example.org/hook")]
    [TestCase("https://example.org/hook#part")]
    [TestCase("ftp://example.org/hook")]
    [TestCase("file:///etc/passwd")]
    [TestCase("gopher://example.org:25/")]
    [TestCase("//example.org/hook")]
    [TestCase("example.org")]
    [TestCase("https://")]
    [TestCase("https://ex ample.org/")]
    public async Task refuses_other_forms_of_address(string url)
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.PostAsync($"{world.Cluster}/webhooks", $$"""{ "url": "{{url}}" }""");

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invalidRequest")), answer.ToString());
    }

    [Test]
    public async Task sends_no_packet_to_any_of_them_even_if_one_got_past_the_registration()
    {
        using var listener = new Listener();

        // Names that other machines' resolvers need not know lead where an attacker would have them lead.
        var book = new Book
        {
            ["intranet"] = [["10.0.0.7"]],
            ["metadata"] = [["169.254.169.254"]],
            ["localhost."] = [["127.0.0.1"]],
            ["a.localhost"] = [["127.0.0.1"]],
            ["127.0.0.1."] = [["127.0.0.1"]],
        };
        await using var service = AppOf(book);
        using var client = ClientOf(service);

        foreach (var host in Hosts)
        {
            var call = async () => await client.PostAsync(new Uri($"http://{host}:{listener.Port}/"), new StringContent("canary"));
            Assert.That(call, Throws.InstanceOf<HttpRequestException>().With.InnerException.InstanceOf<ForbiddenTargetException>(), host);
        }

        Assert.That(listener.Connections, Is.Zero);
    }

    [TestCase("127.0.0.1")]
    [TestCase("93.184.215.14", "127.0.0.1", TestName = "sends_no_packet_to_a_name_that_leads_inside_among_others")]
    [TestCase("::ffff:127.0.0.1")]
    [TestCase("10.1.2.3")]
    [TestCase("fd00::1")]
    [TestCase("169.254.169.254")]
    public async Task sends_no_packet_to_a_name_that_leads_inside(params string[] addresses)
    {
        using var listener = new Listener();
        var book = new Book { ["rebound.example.org"] = [addresses] };
        await using var service = AppOf(book);
        using var client = ClientOf(service);

        Assert.That(
            async () => await client.PostAsync(new Uri($"http://rebound.example.org:{listener.Port}/"), new StringContent("canary")),
            Throws.InstanceOf<HttpRequestException>().With.InnerException.InstanceOf<ForbiddenTargetException>());
        Assert.That(listener.Connections, Is.Zero);
    }

    [Test]
    public async Task connects_to_the_very_address_it_checked_when_a_name_changes_its_answer()
    {
        using var listener = new Listener();

        // First a public address, then this machine: an attacker's name with a short life.
        var book = new Book { ["rebound.example.org"] = [["192.88.98.1"], ["127.0.0.1"], ["127.0.0.1"]] };
        var dialer = new RefusingDialer();
        await using var service = AppOf(book, dialer);
        using var client = ClientOf(service);
        var call = async () => await client.PostAsync(new Uri($"http://rebound.example.org:{listener.Port}/"), new StringContent("canary"));

        Assert.That(call, Throws.InstanceOf<HttpRequestException>().With.InnerException.InstanceOf<SocketException>());
        Assert.That(call, Throws.InstanceOf<HttpRequestException>().With.InnerException.InstanceOf<ForbiddenTargetException>());
        Assert.That(call, Throws.InstanceOf<HttpRequestException>().With.InnerException.InstanceOf<ForbiddenTargetException>());

        Assert.That(dialer.Dialed, Is.EqualTo(new[] { IPAddress.Parse("192.88.98.1") }), "what was checked, and nothing else");
        Assert.That(listener.Connections, Is.Zero);
        Assert.That(book.Asked, Is.EqualTo(3), "each connection asks once and uses that answer");
    }

    [Test]
    public async Task follows_no_redirect()
    {
        using var listener = new Listener();
        await using var receiver = await Receiver.StartAsync();
        await using var own = await OwnDatabase.CreateAsync();
        var world = await World.NewAsync(own.Start(Receiver.Allowing("3600", receiver)));
        receiver.Answer = _ => Task.FromResult(HttpStatusCode.TemporaryRedirect);
        receiver.Location = $"http://127.0.0.1:{listener.Port}/";
        var webhook = (await world.Coordinator.PostAsync($"{world.Cluster}/webhooks", $$"""{ "url": "{{receiver.Url}}" }""")).Ok();

        await SendingWebhooks.UntilAsync(() => !receiver.Came.IsEmpty);
        await SendingWebhooks.UntilAsync(async () =>
            (string?)(await world.Coordinator.GetAsync($"{world.Cluster}/webhooks/{webhook.Id}/deliveries")).Ok()["items"][0]?["lastResult"] == "307");

        Assert.That(listener.Connections, Is.Zero);
    }

    /// <summary>Calls as the service is set up to call, with names of one's own.</summary>
    private static WebApplication AppOf(Book book, IDialer? dialer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddOutgoingHttp();
        builder.Services.AddSingleton<IAddressBook>(book);
        if (dialer is not null)
            builder.Services.AddSingleton(dialer);
        return builder.Build();
    }

    private static HttpClient ClientOf(WebApplication app) => app.Services.GetRequiredService<IHttpClientFactory>().CreateClient(OutgoingHttp.Name);

    /// <summary>Remembers whom it should have connected to, and does not.</summary>
    private sealed class RefusingDialer : IDialer
    {
        public ConcurrentQueue<IPAddress> Dialed { get; } = new();

        public Task<Stream> DialAsync(IPAddress[] addresses, int port, CancellationToken ct)
        {
            foreach (var address in addresses)
                Dialed.Enqueue(address);
            throw new SocketException((int)SocketError.ConnectionRefused);
        }
    }

    /// <summary>Names and what they answer, one answer after the other; what it does not know it looks up.</summary>
    private sealed class Book : Dictionary<string, string[][]>, IAddressBook
    {
        private readonly ConcurrentDictionary<string, int> _turns = new(StringComparer.Ordinal);

        public int Asked => _turns.Values.Sum();

        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct)
        {
            if (!TryGetValue(host, out var answers))
                return new DnsAddressBook().ResolveAsync(host, ct);

            var turn = _turns.AddOrUpdate(host, 1, (_, n) => n + 1);
            return Task.FromResult(answers[Math.Min(turn, answers.Length) - 1].Select(IPAddress.Parse).ToArray());
        }
    }

    /// <summary>Listens on all addresses of this machine and counts who comes.</summary>
    private sealed class Listener : IDisposable
    {
        private readonly TcpListener _listener = TcpListener.Create(0);
        private int _connections;

        public Listener()
        {
            _listener.Start();
            _ = CountAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Connections => Volatile.Read(ref _connections);

        public void Dispose() => _listener.Dispose();

        private async Task CountAsync()
        {
            try
            {
                while (true)
                {
                    using var connection = await _listener.AcceptSocketAsync();
                    Interlocked.Increment(ref _connections);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
