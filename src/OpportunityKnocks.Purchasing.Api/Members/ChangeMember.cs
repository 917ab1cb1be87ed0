using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Groups;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Members;

/// <summary>The coordinator changes a membership, ends it or takes it up again.</summary>
public sealed record ChangeMember(Guid ClusterId, Guid MemberId, MemberDetails Body, [FromHeader(Name = "If-Match")] string? IfMatch)
    : IRequest<MemberResponse>;

/// <param name="VatRecovery">The share of VAT it recovers, in percent.</param>
/// <param name="Active">False: its clients have no access to the cluster from now on.</param>
public sealed record MemberDetails(Percent VatRecovery, IReadOnlyList<Guid> GroupIds, bool Active);

public sealed class ChangeMemberValidator : AbstractValidator<ChangeMember>
{
    public ChangeMemberValidator() => RuleFor(c => c.Body.GroupIds).HasFewGroups();
}

public sealed class ChangeMemberHandler(PurchasingDb db, JournalWriter journal) : IRequestHandler<ChangeMember, MemberResponse>
{
    public async Task<MemberResponse> Handle(ChangeMember request, CancellationToken cancellationToken)
    {
        var (cluster, id) = (new ClusterId(request.ClusterId), new MemberId(request.MemberId));
        var member = await db.Members.SingleOrDefaultAsync(m => m.ClusterId == cluster && m.Id == id, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such member in this cluster.");
        ETags.Require(request.IfMatch, member.Version);
        var groups = request.Body.GroupIds.ToGroupIds();
        await db.RequireGroupsAsync(cluster, groups, cancellationToken);

        member.Change(request.Body.VatRecovery, groups, request.Body.Active);
        journal.Record(EventType.MemberChanged, member);
        await db.SaveChangesAsync(cancellationToken);
        var name = await db.Organisations.Where(o => o.Id == member.OrganisationId).Select(o => o.Name).SingleAsync(cancellationToken);
        return MemberResponse.Of(member, name);
    }
}

public sealed class ChangeMemberEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPut(
            "/clusters/{clusterId}/members/{memberId}",
            async Task<Ok<MemberResponse>> ([AsParameters] ChangeMember command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(ChangeMember), "Members", "Change a membership", "With active: false the member's clients lose access at once.")
        .Allows(Scopes.DirectoryWrite, Roles.Coordinator)
        .Refuses(ClusterRefusals.UnknownGroup)
        .RequestExample("""{ "vatRecovery": "12.5", "groupIds": ["0198c0de-0000-7000-8000-000000000002"], "active": true }""");
}
