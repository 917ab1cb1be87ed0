using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Mail;

/// <summary>Has the events the caller's party may see told by mail, from now on.</summary>
public sealed record SubscribeToMail(Guid ClusterId, MailSubscriptionDetails Body) : IRequest<MailSubscriptionResponse>;

public sealed class SubscribeToMailValidator : AbstractValidator<SubscribeToMail>
{
    public SubscribeToMailValidator() => RuleFor(c => c.Body).SetValidator(new MailSubscriptionDetailsValidator());
}

public sealed class MailSubscriptionDetailsValidator : AbstractValidator<MailSubscriptionDetails>
{
    private const int MaximumLength = 254;

    public MailSubscriptionDetailsValidator() => RuleFor(m => m.Address).Must(IsAddress).WithMessage("is one plain mail address, such as ann@example.org");

    // No name beside it, no line breaks, no comments: what is written into a header is the address and nothing else.
    private static bool IsAddress(string? address) => address is { Length: > 2 and <= MaximumLength }
        && address.All(c => c > ' ' && c < 127) && MailboxAddress.TryParse(address, out var parsed)
        && string.Equals(parsed.Address, address, StringComparison.Ordinal) && parsed.Domain.Contains('.', StringComparison.Ordinal);
}

public sealed class SubscribeToMailHandler(Caller caller, PurchasingDb db, JournalWriter journal, TimeProvider time)
    : IRequestHandler<SubscribeToMail, MailSubscriptionResponse>
{
    public async Task<MailSubscriptionResponse> Handle(SubscribeToMail request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        await db.RequireRoomAsync(caller, cluster, Channel.Mail, cancellationToken);
        var head = await db.Feeds.Where(f => f.ClusterId == cluster).Select(f => f.Position).SingleAsync(cancellationToken);

        var mail = Subscription.Make(
            cluster, Channel.Mail, SubscriptionOwner.OwnerOf(caller), request.Body.Address, request.Body.Types ?? [], null, head, time.GetUtcNow());
        db.Subscriptions.Add(mail);
        journal.Record(EventType.SubscriptionMade, mail, caller.Member);
        await db.SaveChangesAsync(cancellationToken);
        return MailSubscriptionResponse.Of(mail);
    }
}

public sealed class SubscribeToMailEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/mail-subscriptions",
            async Task<Created<MailSubscriptionResponse>> ([AsParameters] SubscribeToMail command, IMediator mediator, CancellationToken ct) =>
            {
                var mail = await mediator.Send(command, ct);
                return TypedResults.Created($"/v1/clusters/{command.ClusterId}/mail-subscriptions/{mail.Id}", mail);
            })
        .Named(
            nameof(SubscribeToMail), "Events", "Subscribe to mail",
            "A short plain mail for each event the owner may see and wants. Without a mail server configured the mails are written into a folder.")
        .Allows(Scopes.EventsSubscribe, Roles.Coordinator | Roles.Member | Roles.Supplier | Roles.Auditor)
        .Refuses(SubscriptionRefusals.TooMany)
        .RequestExample("""{ "address": "ann@example.org", "types": ["roundPublished", "roundClosed"] }""");
}
