using MediatR;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Audit;

/// <summary>The whole trail with its signed head, for somebody who trusts nobody.</summary>
public sealed record ExportAudit(Guid ClusterId) : IRequest<AuditExport>;

/// <summary>The trail, ready to be written to whoever asked; see <see cref="AuditExporter"/>.</summary>
public sealed record AuditExport(Func<Stream, Task> WriteAsync);

public sealed class ExportAuditHandler(AuditExporter exporter) : IRequestHandler<ExportAudit, AuditExport>
{
    public Task<AuditExport> Handle(ExportAudit request, CancellationToken cancellationToken) =>
        Task.FromResult(new AuditExport(output => exporter.WriteAsync(new ClusterId(request.ClusterId), output, cancellationToken)));
}

public sealed class ExportAuditEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapGet(
            "/clusters/{clusterId}/audit/export",
            async ([AsParameters] ExportAudit query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Stream((await mediator.Send(query, ct)).WriteAsync, "application/json", $"audit-{query.ClusterId}.json"))
        .Produces<AuditDocument>()
        .Named(
            nameof(ExportAudit),
            "Audit",
            "Export the audit trail",
            "All of it, streamed, an entry a line. Each hash is SHA-256 over the previous one (32 zero bytes at the start) and the bytes of entry "
            + "as they stand in the line. Keep the head: the service's verify-audit command checks a later export against it, with nothing but "
            + "the public key of /.well-known/jwks.")
        .Allows(Scopes.AuditRead, Roles.Coordinator | Roles.Auditor);
}

/// <param name="Entry">As it was hashed: clusterId, position, id, type, at, actor, subjectKind, subjectId, subjectVersion, reason, payload.</param>
public sealed record AuditLine(System.Text.Json.JsonElement Entry, string Hash);

/// <summary>What an export looks like when it is read whole.</summary>
/// <param name="Head">A JWS (RFC 7515, compact) over cluster, position, hash and the time it was signed.</param>
public sealed record AuditDocument(string Format, Guid Cluster, IReadOnlyList<AuditLine> Entries, string Head);
