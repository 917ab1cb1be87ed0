using Microsoft.Extensions.Options;
using OpportunityKnocks.Purchasing.Api.Http.Outgoing;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Mail;
using OpportunityKnocks.Purchasing.Api.Webhooks;

namespace OpportunityKnocks.Purchasing.Api.Subscriptions;

/// <summary>Puts what tells subscribers into the container.</summary>
public static class SubscriptionSetup
{
    public static void AddSubscriptions(this WebApplicationBuilder builder)
    {
        builder.AddOutgoingHttp();
        var services = builder.Services;
        services.Configure<DeliveryOptions>(builder.Configuration.GetSection("Deliveries"));
        services.Configure<MailOptions>(builder.Configuration.GetSection("Mail"));
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<IChannel, WebhookChannel>();
        services.AddSingleton<IChannel, MailChannel>();
        services.AddSingleton(MailOut);
        services.AddSingleton<FanOut>();
        services.AddSingleton<DeliveryQueue>();
        services.AddSingleton<Deliverer>();
        services.AddHostedService<DeliveryJob>();
    }

    private static IMailOut MailOut(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<MailOptions>>();
        return options.Value.SmtpHost is { Length: > 0 }
            ? new SmtpMailOut(options)
            : new FolderMailOut(options.Value.Folder ?? Path.Combine(Path.GetDirectoryName(services.GetRequiredService<SecretKeys>().Folder.TrimEnd('/'))!, "mail"));
    }
}
