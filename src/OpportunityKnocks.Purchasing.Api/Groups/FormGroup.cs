using FluentValidation;
using MediatR;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Groups;

/// <summary>The coordinator forms a group inside the cluster.</summary>
public sealed record FormGroup(Guid ClusterId, GroupDetails Body) : IRequest<GroupResponse>;

public sealed class FormGroupValidator : AbstractValidator<FormGroup>
{
    public FormGroupValidator() => RuleFor(c => c.Body.Name).IsName();
}

public sealed class FormGroupHandler(PurchasingDb db, JournalWriter journal) : IRequestHandler<FormGroup, GroupResponse>
{
    public async Task<GroupResponse> Handle(FormGroup request, CancellationToken cancellationToken)
    {
        var group = Group.Form(new ClusterId(request.ClusterId), request.Body.Name);
        db.Groups.Add(group);
        journal.Record(group.ClusterId, EventType.GroupFormed, SubjectKind.Group, group.Id.Value, group.Version, new { group.Name })
            .For(Audience.Cluster);
        await db.SaveChangesUnlessTakenAsync(ClusterRefusals.GroupNameTaken.Because("Choose another name."), cancellationToken);
        return GroupResponse.Of(group);
    }
}

public sealed class FormGroupEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost("/clusters/{clusterId}/groups", async ([AsParameters] FormGroup command, IMediator mediator, CancellationToken ct) =>
        {
            var group = await mediator.Send(command, ct);
            return TypedResults.Created($"/v1/clusters/{command.ClusterId}/groups/{group.Id}", group);
        })
        .Named(nameof(FormGroup), "Groups", "Form a group", "Rounds can be open to some groups only; reports can be by group.")
        .Allows(Scopes.DirectoryWrite, Roles.Coordinator)
        .Refuses(ClusterRefusals.GroupNameTaken)
        .RequestExample("""{ "name": "Rural East Midlands" }""");
}
