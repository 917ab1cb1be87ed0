using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Groups;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Members;

/// <summary>The coordinator takes an organisation into the cluster.</summary>
public sealed record JoinCluster(Guid ClusterId, NewMember Body) : IRequest<MemberResponse>;

/// <param name="VatRecovery">The share of VAT it recovers, in percent; a small charity's is usually "0".</param>
public sealed record NewMember(Guid OrganisationId, Percent VatRecovery, IReadOnlyList<Guid> GroupIds);

public sealed class JoinClusterValidator : AbstractValidator<JoinCluster>
{
    public JoinClusterValidator() => RuleFor(c => c.Body.GroupIds).HasFewGroups();
}

public sealed class JoinClusterHandler(PurchasingDb db, JournalWriter journal) : IRequestHandler<JoinCluster, MemberResponse>
{
    public async Task<MemberResponse> Handle(JoinCluster request, CancellationToken cancellationToken)
    {
        var (cluster, organisation) = (new ClusterId(request.ClusterId), new OrganisationId(request.Body.OrganisationId));
        var name = await db.Organisations.Where(o => o.Id == organisation).Select(o => o.Name).SingleOrDefaultAsync(cancellationToken)
            ?? throw OrganisationRefusals.UnknownOrganisation.Because("The operator registers organisations; look for it at /v1/organisations.");
        var groups = request.Body.GroupIds.ToGroupIds();
        await db.RequireGroupsAsync(cluster, groups, cancellationToken);

        var member = Member.Join(cluster, organisation, request.Body.VatRecovery, groups);
        db.Members.Add(member);
        journal.Record(EventType.MemberJoined, member);
        await db.SaveChangesUnlessTakenAsync(
            ClusterRefusals.AlreadyMember.Because("Change its membership instead; an inactive one can be made active again."), cancellationToken);
        return MemberResponse.Of(member, name);
    }
}

public sealed class JoinClusterEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost("/clusters/{clusterId}/members", async ([AsParameters] JoinCluster command, IMediator mediator, CancellationToken ct) =>
        {
            var member = await mediator.Send(command, ct);
            return TypedResults.Created($"/v1/clusters/{command.ClusterId}/members/{member.Id}", member);
        })
        .Named(nameof(JoinCluster), "Members", "Take an organisation into the cluster")
        .Allows(Scopes.DirectoryWrite, Roles.Coordinator)
        .Refuses(OrganisationRefusals.UnknownOrganisation, ClusterRefusals.UnknownGroup, ClusterRefusals.AlreadyMember)
        .RequestExample(
            """
            {
              "organisationId": "0198c0de-0000-7000-8000-000000000001",
              "vatRecovery": "0",
              "groupIds": ["0198c0de-0000-7000-8000-000000000002"]
            }
            """);
}
