using System.Linq.Expressions;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.Groups;

/// <summary>A named part of a cluster.</summary>
public sealed record GroupResponse(Guid Id, string Name, int Version) : IVersioned
{
    public static readonly Expression<Func<Group, GroupResponse>> Projection = g => new GroupResponse(g.Id.Value, g.Name, g.Version);

    public static readonly Func<Group, GroupResponse> Of = Projection.Compile();
}

/// <summary>What a coordinator says of a group.</summary>
/// <param name="Name">Unique in the cluster.</param>
public sealed record GroupDetails(string Name);
