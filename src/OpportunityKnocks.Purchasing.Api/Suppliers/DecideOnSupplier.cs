using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Suppliers;

/// <summary>The coordinator approves an organisation as a supplier of the cluster, or takes the approval back.</summary>
public sealed record DecideOnSupplier(
    Guid ClusterId,
    Guid OrganisationId,
    SupplierDecision Body,
    [FromHeader(Name = "If-Match")] string? IfMatch,
    [FromHeader(Name = "If-None-Match")] string? IfNoneMatch) : IRequest<SupplierResponse>;

/// <param name="Note">Why; for coordinators and auditors only.</param>
/// <param name="Local">Whether the evaluation counts it as local; false if left out.</param>
/// <param name="VoluntarySector">Whether the evaluation counts it as of the voluntary sector, as a community interest company may be. Left
/// out, it is if one of its identifiers is a charity's (GB-CHC, GB-SC, GB-NIC).</param>
public sealed record SupplierDecision(bool Approved, string Note, bool? Local = null, bool? VoluntarySector = null)
{
    public SupplierFacts ToFacts() => new(Approved, Note, Local ?? false, VoluntarySector);
}

public sealed class DecideOnSupplierValidator : AbstractValidator<DecideOnSupplier>
{
    public DecideOnSupplierValidator() => RuleFor(c => c.Body.Note).MaximumLength(2000);
}

public sealed class DecideOnSupplierHandler(PurchasingDb db, JournalWriter journal) : IRequestHandler<DecideOnSupplier, SupplierResponse>
{
    public async Task<SupplierResponse> Handle(DecideOnSupplier request, CancellationToken cancellationToken)
    {
        var (cluster, organisation) = (new ClusterId(request.ClusterId), new OrganisationId(request.OrganisationId));
        var name = await db.Organisations.Where(o => o.Id == organisation).Select(o => o.Name).SingleOrDefaultAsync(cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such organisation.");
        var approval = await db.SupplierApprovals.SingleOrDefaultAsync(s => s.ClusterId == cluster && s.OrganisationId == organisation, cancellationToken);

        var decided = HttpRefusals.VersionStale.Because("There is a decision on this supplier already. Read it, and send its ETag as If-Match.");
        if (ETags.IsCreation(request.IfNoneMatch))
        {
            approval = approval is null ? SupplierApproval.Decide(cluster, organisation, request.Body.ToFacts()) : throw decided;
            db.SupplierApprovals.Add(approval);
        }
        else
        {
            approval = approval ?? throw HttpRefusals.NotFound.Because("There is no decision on this supplier yet: make one with If-None-Match: *.");
            ETags.Require(request.IfMatch, approval.Version);
            approval.DecideAgain(request.Body.ToFacts());
        }

        journal.Record(cluster, EventType.SupplierDecided, SubjectKind.Supplier, organisation.Value, approval.Version, new { approval.Approved, approval.Local, approval.VoluntarySector })
            .For(Audience.Coordinator)
            .Because(approval.Note);
        await db.SaveChangesUnlessTakenAsync(decided, cancellationToken);
        return SupplierResponse.Of(approval, name);
    }
}

public sealed class DecideOnSupplierEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPut("/clusters/{clusterId}/suppliers/{organisationId}", HandleAsync)
        .Named(
            nameof(DecideOnSupplier), "Suppliers", "Approve a supplier, or take the approval back",
            "Only approved suppliers see the cluster's tenders. The first decision is sent with If-None-Match: *, a later one with If-Match.")
        .Allows(Scopes.DirectoryWrite, Roles.Coordinator)
        .RequestExample("""{ "approved": true, "note": "Checked insurance and references.", "local": true }""");

    private static async Task<Results<Ok<SupplierResponse>, Created<SupplierResponse>>> HandleAsync(
        [AsParameters] DecideOnSupplier command, IMediator mediator, CancellationToken ct)
    {
        var supplier = await mediator.Send(command, ct);
        return ETags.IsCreation(command.IfNoneMatch)
            ? TypedResults.Created($"/v1/clusters/{command.ClusterId}/suppliers/{command.OrganisationId}", supplier)
            : TypedResults.Ok(supplier);
    }
}
