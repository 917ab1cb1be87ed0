using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Audit;

/// <summary>The head of the cluster's chain: who keeps it can tell later whether anything before it was changed.</summary>
public sealed record GetAuditHead(Guid ClusterId) : IRequest<AuditHead>;

/// <param name="Signature">A JWS (RFC 7515, compact) over cluster, position, hash and the time; its key is in <c>/.well-known/jwks</c>.</param>
public sealed record AuditHead(long Position, string Hash, string Signature);

public sealed class GetAuditHeadHandler(PurchasingDb db, SecretKeys keys, TimeProvider time) : IRequestHandler<GetAuditHead, AuditHead>
{
    public async Task<AuditHead> Handle(GetAuditHead request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var feed = await db.Feeds.AsNoTracking().SingleAsync(f => f.ClusterId == cluster, cancellationToken);
        var head = new ChainHead(request.ClusterId, feed.Position, Convert.ToHexStringLower(feed.Hash));
        return new AuditHead(head.Position, head.Hash, keys.Sign(head, time.GetUtcNow()));
    }
}

public sealed class GetAuditHeadEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/audit/head",
            async ([AsParameters] GetAuditHead query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(nameof(GetAuditHead), "Audit", "Read the head of the audit trail", "Signed. Keep it: the verify-audit command holds a later export against it.")
        .Allows(Scopes.AuditRead, Roles.Coordinator | Roles.Auditor);
}
