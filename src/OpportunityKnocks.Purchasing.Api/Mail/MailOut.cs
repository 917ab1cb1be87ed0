using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace OpportunityKnocks.Purchasing.Api.Mail;

/// <summary>What configuration says of mail.</summary>
public sealed class MailOptions
{
    public string From { get; set; } = "purchasing@localhost.localdomain";

    /// <summary>Without a host mails are written into <see cref="Folder"/>.</summary>
    public string? SmtpHost { get; set; }

    public int SmtpPort { get; set; } = 587;

    public string? SmtpUser { get; set; }

    public string? SmtpPassword { get; set; }

    /// <summary>Where mails are written without a mail server; beside the keys when left out.</summary>
    public string? Folder { get; set; }
}

/// <summary>Where a finished mail goes.</summary>
public interface IMailOut
{
    /// <exception cref="IOException">It could not be handed over.</exception>
    Task SendAsync(MimeMessage mail, CancellationToken ct);
}

/// <summary>Hands mails to a mail server, with TLS unless it is on this machine.</summary>
public sealed class SmtpMailOut(IOptions<MailOptions> options) : IMailOut
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>TLS from the beginning on port 465, else STARTTLS, and no mail without it. The library's automatic choice would do without TLS when
    /// somebody in between hides that the server has it.</summary>
    public static SecureSocketOptions SecurityOf(string host, int port) => (host, port) switch
    {
        (_, 465) => SecureSocketOptions.SslOnConnect,
        ("127.0.0.1" or "::1" or "localhost", _) => SecureSocketOptions.StartTlsWhenAvailable,
        _ => SecureSocketOptions.StartTls,
    };

    public async Task SendAsync(MimeMessage mail, CancellationToken ct)
    {
        var settings = options.Value;
        using var smtp = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        try
        {
            await smtp.ConnectAsync(settings.SmtpHost!, settings.SmtpPort, SecurityOf(settings.SmtpHost!, settings.SmtpPort), ct);
            if (settings.SmtpUser is { Length: > 0 } user)
                await smtp.AuthenticateAsync(user, settings.SmtpPassword ?? "", ct);
            await smtp.SendAsync(mail, ct);
            await smtp.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is not (IOException or OperationCanceledException))
        {
            throw new IOException($"The mail server did not take it: {e.Message}", e);
        }
    }
}

/// <summary>Writes mails as <c>.eml</c> files, one a mail, named by its time and id.</summary>
public sealed class FolderMailOut(string folder) : IMailOut
{
    public async Task SendAsync(MimeMessage mail, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var name = $"{mail.Date.UtcDateTime:yyyyMMdd'T'HHmmssfff}-{mail.MessageId!.Split('@')[0]}";
        var draft = Path.Combine(folder, $".{name}");
        await mail.WriteToAsync(draft, ct);

        // Whole or not at all, and the same mail once.
        File.Move(draft, Path.Combine(folder, $"{name}.eml"), overwrite: true);
    }
}
