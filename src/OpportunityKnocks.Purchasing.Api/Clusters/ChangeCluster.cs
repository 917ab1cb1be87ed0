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
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Clusters;

/// <summary>The operator gives a cluster another name, or decides whose approval opens its bids. Its currency stays: money is in it.</summary>
public sealed record ChangeCluster(Guid ClusterId, ClusterDetails Body, [FromHeader(Name = "If-Match")] string? IfMatch) : IRequest<ClusterResponse>;

/// <summary>What can change about a cluster.</summary>
/// <param name="BankHolidays">Whose bank holidays count in periods of working days; left out: as before. Periods that run stay.</param>
/// <param name="OpeningNeeds">Holds for tenders that open from now on; left out, it stays as it is.</param>
public sealed record ClusterDetails(string Name, BankHolidayDivision? BankHolidays = null, OpeningNeeds? OpeningNeeds = null);

public sealed class ChangeClusterValidator : AbstractValidator<ChangeCluster>
{
    public ChangeClusterValidator() => RuleFor(c => c.Body.Name).IsName();
}

public sealed class ChangeClusterHandler(PurchasingDb db, JournalWriter journal) : IRequestHandler<ChangeCluster, ClusterResponse>
{
    public async Task<ClusterResponse> Handle(ChangeCluster request, CancellationToken cancellationToken)
    {
        var cluster = await db.Clusters.SingleAsync(c => c.Id == new ClusterId(request.ClusterId), cancellationToken);
        ETags.Require(request.IfMatch, cluster.Version);

        cluster.Change(request.Body.Name, request.Body.BankHolidays, request.Body.OpeningNeeds);
        journal.Record(
                cluster.Id, EventType.ClusterChanged, SubjectKind.Cluster, cluster.Id.Value, cluster.Version,
                new { cluster.Name, cluster.BankHolidays, cluster.OpeningNeeds })
            .For(Audience.Cluster);
        await db.SaveChangesAsync(cancellationToken);
        return ClusterResponse.Of(cluster);
    }
}

public sealed class ChangeClusterEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPut(
            "/clusters/{clusterId}",
            async Task<Ok<ClusterResponse>> ([AsParameters] ChangeCluster command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(nameof(ChangeCluster), "Clusters", "Change a cluster", "Its name, its bank holidays, and whether one person or two open the bids of the tenders to come.")
        .Allows(Scopes.Operate, Roles.Operator)
        .RequestExample("""{ "name": "Leicester and Rutland voluntary sector", "openingNeeds": "twoPersons" }""");
}
