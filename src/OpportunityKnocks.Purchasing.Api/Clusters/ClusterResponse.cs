using System.Linq.Expressions;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain.Calendar;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Clusters;

/// <summary>A cluster.</summary>
/// <param name="OpeningNeeds">Whose approval opens the bids of its tenders.</param>
/// <param name="Currency">ISO 4217; all money of the cluster is in it.</param>
/// <param name="BankHolidays">Whose bank holidays count in periods of working days.</param>
public sealed record ClusterResponse(
    Guid Id, string Name, string Currency, BankHolidayDivision BankHolidays, OpeningNeeds OpeningNeeds, int Version) : IVersioned
{
    public static readonly Expression<Func<Cluster, ClusterResponse>> Projection =
        c => new ClusterResponse(c.Id.Value, c.Name, c.Currency.Code, c.BankHolidays, c.OpeningNeeds, c.Version);

    public static readonly Func<Cluster, ClusterResponse> Of = Projection.Compile();
}
