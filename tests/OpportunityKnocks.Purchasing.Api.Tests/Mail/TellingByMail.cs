using System.Net;
using MailKit.Security;
using MimeKit;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Mail;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using OpportunityKnocks.Purchasing.Api.Tests.Webhooks;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Mail;

/// <summary>Without a mail server: the mails are files.</summary>
public sealed class TellingByMail
{
    [Test]
    public async Task writes_a_plain_mail_for_what_a_member_acts_on_and_nothing_of_others()
    {
        await using var stage = await MailStage.SetAsync();
        var (member, other) = (await stage.World.MemberAsync(), await stage.World.MemberAsync());
        await stage.SubscribeAsync(member.Client, "ann@example.org");

        var round = await ACollectingRound(stage.World);
        (await round.NeedAsync(member, round.Helpdesk, 7)).Ok();
        (await round.NeedAsync(other, round.Helpdesk, 5)).Ok();
        (await round.DoAsync("cancel", """{ "code": "fundsInsufficient", "reason": "The funder withdrew." }""")).Ok();

        await stage.UntilAsync("ann@example.org", 3);
        var mails = stage.To("ann@example.org");
        Assert.That(mails.Select(m => m.Subject), Is.EqualTo(new[]
        {
            "IT support: open for needs", "IT support: a need left it", "IT support: cancelled",
        }));
        Assert.That(mails[2].TextBody, Does.Contain("Reason: ").And.Contain($"/rounds/{round.Id}").And.Contain("Leicester"));
        Assert.That(mails.Select(m => m.Headers[HeaderId.AutoSubmitted]), Is.All.EqualTo("auto-generated"));
        Assert.That(mails.Select(m => m.Body), Is.All.InstanceOf<TextPart>());
    }

    [Test]
    public async Task tells_a_supplier_of_tenders_only()
    {
        await using var stage = await MailStage.SetAsync();
        var supplier = await stage.World.SupplierAsync();
        await stage.SubscribeAsync(supplier.Client, "sales@example.com");

        await ATenderingRound(stage.World);

        await stage.UntilAsync("sales@example.com", 1);
        Assert.That(stage.To("sales@example.com").Select(m => m.Subject), Is.EqualTo(new[] { "IT support: open for bids" }));
    }

    [Test]
    public async Task has_a_switch_for_each_event_and_one_for_all()
    {
        await using var stage = await MailStage.SetAsync();
        var one = await stage.SubscribeAsync(stage.World.Coordinator, "one@example.org", """["roundPublished"]""");
        var off = await stage.SubscribeAsync(stage.World.Coordinator, "off@example.org");
        (await stage.World.Coordinator.PutAsync(
            $"{stage.World.Cluster}/mail-subscriptions/{off.Id}", """{ "address": "off@example.org", "active": false }""", off.ETag)).Ok();

        await ATenderingRound(stage.World);

        await stage.UntilAsync("one@example.org", 1);
        await Task.Delay(1500);
        Assert.That(stage.To("one@example.org").Select(m => m.Subject), Is.EqualTo(new[] { "IT support: open for needs" }));
        Assert.That(stage.To("off@example.org"), Is.Empty);
        Assert.That((await stage.World.Coordinator.GetAsync($"{stage.World.Cluster}/mail-subscriptions/{one.Id}")).Ok()["types"].ToJsonString(), Is.EqualTo("""["roundPublished"]"""));
    }

    [TestCase("mail.example.org", 587, SecureSocketOptions.StartTls)]
    [TestCase("mail.example.org", 25, SecureSocketOptions.StartTls)]
    [TestCase("mail.example.org", 465, SecureSocketOptions.SslOnConnect)]
    [TestCase("localhost", 25, SecureSocketOptions.StartTlsWhenAvailable)]
    public void hands_mail_to_another_machine_with_tls_or_not_at_all(string host, int port, SecureSocketOptions security) =>
        Assert.That(SmtpMailOut.SecurityOf(host, port), Is.EqualTo(security));

    [TestCase("")]
    [TestCase("nobody")]
    [TestCase("a@b")]
    [TestCase("Ann <ann@example.org>")]
    [TestCase("ann@example.org, bob@example.org")]
    [TestCase("ann@example.org\\r\\nBcc: all@example.org")]
    [TestCase("ann@exämple.org")]
    public async Task refuses_what_is_not_one_plain_address(string address)
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.PostAsync($"{world.Cluster}/mail-subscriptions", $$"""{ "address": "{{address}}" }""");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.ToString());
    }
}

/// <summary>A service whose mails are files.</summary>
internal sealed class MailStage : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("purchasing-mail-").FullName;
    private OwnDatabase _database = null!;

    public World World { get; private set; } = null!;

    public static async Task<MailStage> SetAsync()
    {
        var stage = new MailStage { _database = await OwnDatabase.CreateAsync() };
        stage.World = await World.NewAsync(stage._database.Start(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Mail:Folder"] = stage._folder,
            ["Mail:From"] = "purchasing@example.net",
            ["SignIn:Issuer"] = "https://purchasing.example.net/",
        }));
        return stage;
    }

    public async Task<Answer> SubscribeAsync(Party party, string address, string types = "[]") =>
        (await party.PostAsync($"{World.Cluster}/mail-subscriptions", $$"""{ "address": "{{address}}", "types": {{types}} }""")).Ok();

    /// <summary>In the order in which they were sent.</summary>
    public List<MimeMessage> To(string address) =>
    [
        .. Directory.GetFiles(_folder, "*.eml").Order(StringComparer.Ordinal).Select(file => MimeMessage.Load(file))
            .Where(mail => mail.To.Mailboxes.Single().Address == address),
    ];

    public Task UntilAsync(string address, int mails) => SendingWebhooks.UntilAsync(() => To(address).Count >= mails);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
