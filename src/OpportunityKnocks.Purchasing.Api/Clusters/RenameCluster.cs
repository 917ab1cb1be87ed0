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
using OpportunityKnocks.Purchasing.Domain.Calendar;

namespace OpportunityKnocks.Purchasing.Api.Clusters;

/// <summary>The operator gives a cluster another name. Its currency stays: money is in it.</summary>
public sealed record RenameCluster(Guid ClusterId, ClusterDetails Body, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<ClusterResponse>;

/// <summary>What can change about a cluster.</summary>
/// <param name="BankHolidays">Whose bank holidays count in periods of working days; left out: as before. Periods that run stay.</param>
public sealed record ClusterDetails(string Name, BankHolidayDivision? BankHolidays = null);

public sealed class RenameClusterValidator : AbstractValidator<RenameCluster>
{
    public RenameClusterValidator() => RuleFor(c => c.Body.Name).IsName();
}

public sealed class RenameClusterHandler(PurchasingDb db, JournalWriter journal) : IRequestHandler<RenameCluster, ClusterResponse>
{
    public async Task<ClusterResponse> Handle(RenameCluster request, CancellationToken cancellationToken)
    {
        var cluster = await db.Clusters.SingleAsync(c => c.Id == new ClusterId(request.ClusterId), cancellationToken);
        ETags.Require(request.IfMatch, cluster.Version);

        cluster.Rename(request.Body.Name, request.Body.BankHolidays);
        journal.Record(cluster.Id, EventType.ClusterChanged, SubjectKind.Cluster, cluster.Id.Value, cluster.Version, new { cluster.Name, cluster.BankHolidays })
            .For(Audience.Cluster);
        await db.SaveChangesAsync(cancellationToken);
        return ClusterResponse.Of(cluster);
    }
}

public sealed class RenameClusterEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPut(
            "/clusters/{clusterId}",
            async Task<Ok<ClusterResponse>> ([AsParameters] RenameCluster command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(RenameCluster), "Clusters", "Rename a cluster")
        .Allows(Scopes.Operate, Roles.Operator)
        .RequestExample("""{ "name": "Leicester and Rutland voluntary sector" }""");
}
