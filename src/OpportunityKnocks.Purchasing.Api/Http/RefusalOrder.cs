namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>The order in which a request can be refused, the same for every use case: 401 not signed in; 400 shape; 403 scope, before
/// any look-up; 404 not there or not visible; 403 visible but not for this role; then, in the handler, 404 for what the path names
/// further, 428 and 412 for the version, 409 for a rule.</summary>
public static class RefusalOrder
{
    public static RouteGroupBuilder WithRefusalOrder(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter<ShapeFilter>();
        group.AddEndpointFilter<ScopeFilter>();
        group.AddEndpointFilter<ClusterAccessFilter>();
        group.AddEndpointFilter<CommandFilter>();
        group.AddEndpointFilter<VersionFilter>();
        return group;
    }
}
