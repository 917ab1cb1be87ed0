using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Audit;

/// <summary>The journal as it is chained, with everything an outsider needs to recompute the hashes.</summary>
/// <param name="After">The position of the last entry read; 0 at the beginning.</param>
public sealed record ListAuditEntries(Guid ClusterId, long? After, int? Limit) : IRequest<AuditTrail>;

/// <param name="Next">What to ask with as <c>after</c> for the entries that follow; null at the head.</param>
public sealed record AuditTrail(IReadOnlyList<AuditEntry> Items, long? Next);

/// <param name="Hash">SHA-256, in hexadecimal, over the previous entry's hash and this entry's canonical JSON.</param>
/// <param name="Payload">As text: the hash covers it to the byte.</param>
public sealed record AuditEntry(
    long Position,
    Guid Id,
    EventType Type,
    DateTimeOffset At,
    string Actor,
    SubjectKind SubjectKind,
    Guid SubjectId,
    int SubjectVersion,
    string? Reason,
    string Payload,
    string Hash);

public sealed class ListAuditEntriesHandler(PurchasingDb db) : IRequestHandler<ListAuditEntries, AuditTrail>
{
    public async Task<AuditTrail> Handle(ListAuditEntries request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var size = new PageOf(request.Limit, null).Size;
        var entries = await db.Journal.Where(e => e.ClusterId == cluster && e.Position > (request.After ?? 0))
            .OrderBy(e => e.Position)
            .Take(size)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        var items = entries.ConvertAll(e => new AuditEntry(
            e.Position!.Value,
            e.Id.Value,
            e.Type,
            e.At,
            e.Actor,
            e.SubjectKind,
            e.SubjectId,
            e.SubjectVersion,
            e.Reason,
            e.Payload,
            Convert.ToHexStringLower(e.Hash!)));
        return new AuditTrail(items, items.Count < size ? null : items[^1].Position);
    }
}

public sealed class ListAuditEntriesEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/audit",
            async ([AsParameters] ListAuditEntries query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(ListAuditEntries),
            "Audit",
            "Read the audit trail",
            "Each hash is SHA-256 over the previous one (32 zero bytes at the start) and the entry as compact JSON with the members clusterId, "
            + "position, id, type, at, actor, subjectKind, subjectId, subjectVersion, reason, payload in this order; enum values in PascalCase, "
            + "times in UTC with six decimals.")
        .Allows(Scopes.AuditRead, Roles.Coordinator | Roles.Auditor);
}
