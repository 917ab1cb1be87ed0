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

namespace OpportunityKnocks.Purchasing.Api.Groups;

/// <summary>The coordinator gives a group another name.</summary>
public sealed record RenameGroup(Guid ClusterId, Guid GroupId, GroupDetails Body, [FromHeader(Name = "If-Match")] string? IfMatch)
    : IRequest<GroupResponse>;

public sealed class RenameGroupValidator : AbstractValidator<RenameGroup>
{
    public RenameGroupValidator() => RuleFor(c => c.Body.Name).IsName();
}

public sealed class RenameGroupHandler(PurchasingDb db, JournalWriter journal) : IRequestHandler<RenameGroup, GroupResponse>
{
    public async Task<GroupResponse> Handle(RenameGroup request, CancellationToken cancellationToken)
    {
        var (cluster, id) = (new ClusterId(request.ClusterId), new GroupId(request.GroupId));
        var group = await db.Groups.SingleOrDefaultAsync(g => g.ClusterId == cluster && g.Id == id, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such group in this cluster.");
        ETags.Require(request.IfMatch, group.Version);

        group.Rename(request.Body.Name);
        journal.Record(cluster, EventType.GroupChanged, SubjectKind.Group, group.Id.Value, group.Version, new { group.Name })
            .For(Audience.Cluster);
        await db.SaveChangesUnlessTakenAsync(ClusterRefusals.GroupNameTaken.Because("Choose another name."), cancellationToken);
        return GroupResponse.Of(group);
    }
}

public sealed class RenameGroupEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPut(
            "/clusters/{clusterId}/groups/{groupId}",
            async Task<Ok<GroupResponse>> ([AsParameters] RenameGroup command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(RenameGroup), "Groups", "Rename a group")
        .Allows(Scopes.DirectoryWrite, Roles.Coordinator)
        .Refuses(ClusterRefusals.GroupNameTaken)
        .RequestExample("""{ "name": "Rural Leicestershire" }""");
}
