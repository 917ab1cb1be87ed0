using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;

namespace OpportunityKnocks.Purchasing.Api.ToDo;

/// <summary>Webhooks and mail subscriptions of the caller's party that the service paused.</summary>
public sealed class SubscriptionsToMend : IToDoSource
{
    public Roles For => Roles.Coordinator | Roles.Member | Roles.Supplier;

    public async Task<IReadOnlyList<ToDoItem>> FindAsync(PurchasingDb db, ToDoReader reader, CancellationToken ct)
    {
        var items = new List<ToDoItem>();
        foreach (var (channel, segment) in new[] { (Channel.Webhook, "webhooks"), (Channel.Mail, "mail-subscriptions") })
        {
            var paused = await db.OwnSubscriptions(reader.Caller, reader.Cluster, channel).AsNoTracking()
                .Where(s => !s.Active && s.PausedBecause != null)
                .Select(s => new { s.Id, s.PausedBecause })
                .ToListAsync(ct);
            items.AddRange(paused.Select(s => new ToDoItem(
                ToDoKind.MendSubscription, s.PausedBecause!, null, $"/v1/clusters/{reader.Cluster.Value}/{segment}/{s.Id.Value}")));
        }

        return items;
    }
}
