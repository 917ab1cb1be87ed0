using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MimeKit;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;

namespace OpportunityKnocks.Purchasing.Api.Mail;

/// <summary>Tells events by mail, in plain text.</summary>
public sealed class MailChannel(IServiceScopeFactory scopes, IMailOut mailOut, IOptions<MailOptions> options, IConfiguration configuration, TimeProvider time)
    : IChannel
{
    public Channel Kind => Channel.Mail;

    public IReadOnlyList<EventType> Everything => MailTexts.Known;

    public async Task<SendResult> SendAsync(DeliveryToSend delivery, CancellationToken ct)
    {
        if (await WriteAsync(delivery, ct) is not { } mail)
            return new SendResult(true, "There is no mail for this.");

        using (mail)
        {
            try
            {
                await mailOut.SendAsync(mail, ct);
                return new SendResult(true, "Handed over.");
            }
            catch (IOException e)
            {
                return new SendResult(false, e.Message.Length <= 500 ? e.Message : e.Message[..500]);
            }
        }
    }

    private async Task<MimeMessage?> WriteAsync(DeliveryToSend delivery, CancellationToken ct)
    {
        var entry = delivery.Entry;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PurchasingDb>();
        var cluster = await db.Clusters.Where(c => c.Id == entry.ClusterId).Select(c => c.Name).SingleAsync(ct);
        var round = await db.Rounds.AsNoTracking().SingleOrDefaultAsync(r => r.ClusterId == entry.ClusterId && r.Id == entry.RoundId, ct);
        var told = round is null ? null : new RoundInMail(round.Title, round.NeedsCloseAt, round.ConfirmBy, round.BidsCloseAt, round.StandstillEndsAt);
        var address = configuration["SignIn:Issuer"]?.TrimEnd('/') ?? "";
        var link = $"{address}/v1/clusters/{entry.ClusterId.Value}{(round is null ? "" : $"/rounds/{round.Id.Value}")}";
        if (MailTexts.Of(entry.Type, cluster, told, delivery.Reader.SeesReasonOf(entry) ? entry.Reason : null, link) is not var (subject, text))
            return null;

        var from = MailboxAddress.Parse(options.Value.From);
        var mail = new MimeMessage { Subject = OneLine(subject), Date = time.GetUtcNow(), MessageId = $"{delivery.MessageId}@{from.Domain}" };
        mail.From.Add(new MailboxAddress(OneLine(cluster), from.Address));
        mail.To.Add(MailboxAddress.Parse(delivery.Subscription.Target));
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mail.Body = new TextPart("plain") { Text = text };
        return mail;
    }

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
