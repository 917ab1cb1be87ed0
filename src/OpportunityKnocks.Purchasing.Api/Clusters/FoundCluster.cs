using FluentValidation;
using MediatR;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Calendar;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Clusters;

/// <summary>The operator founds a cluster, with an empty journal.</summary>
public sealed record FoundCluster(NewCluster Body) : IRequest<ClusterResponse>;

/// <param name="OpeningNeeds">Whose approval opens the bids of its tenders: of two persons, when left out.</param>
/// <param name="Currency">ISO 4217, in capitals; it cannot be changed later.</param>
/// <param name="BankHolidays">Whose bank holidays count in periods of working days.</param>
public sealed record NewCluster(
    string Name,
    string Currency,
    BankHolidayDivision BankHolidays = BankHolidayDivision.EnglandAndWales,
    OpeningNeeds OpeningNeeds = OpeningNeeds.TwoPersons);

public sealed class FoundClusterValidator : AbstractValidator<FoundCluster>
{
    public FoundClusterValidator()
    {
        RuleFor(c => c.Body.Name).IsName();
        RuleFor(c => c.Body.Currency).Must(code => Currency.TryOf(code, out _)).WithMessage("is not a currency of ISO 4217, in capitals, such as GBP");
    }
}

public sealed class FoundClusterHandler(PurchasingDb db, JournalWriter journal) : IRequestHandler<FoundCluster, ClusterResponse>
{
    public async Task<ClusterResponse> Handle(FoundCluster request, CancellationToken cancellationToken)
    {
        var cluster = Cluster.Found(
            request.Body.Name, Currency.Of(request.Body.Currency), request.Body.BankHolidays, request.Body.OpeningNeeds);
        db.Clusters.Add(cluster);
        db.Feeds.Add(Feed.Start(cluster.Id));
        journal.Record(
                cluster.Id, EventType.ClusterFounded, SubjectKind.Cluster, cluster.Id.Value, cluster.Version,
                new { cluster.Name, Currency = cluster.Currency.Code, cluster.OpeningNeeds })
            .For(Audience.Cluster);
        await db.SaveChangesAsync(cancellationToken);
        return ClusterResponse.Of(cluster);
    }
}

public sealed class FoundClusterEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost("/clusters", async ([AsParameters] FoundCluster command, IMediator mediator, CancellationToken ct) =>
        {
            var cluster = await mediator.Send(command, ct);
            return TypedResults.Created($"/v1/clusters/{cluster.Id}", cluster);
        })
        .Named(nameof(FoundCluster), "Clusters", "Found a cluster", "Next, register a coordinator's API client for it.")
        .Allows(Scopes.Operate, Roles.Operator)
        .RequestExample("""{ "name": "Leicester voluntary sector", "currency": "GBP", "openingNeeds": "twoPersons" }""");
}
