using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Api.ApiClients;

/// <summary>The operator lets a program sign in, for one party. The secret is in the answer and nowhere else.</summary>
public sealed record RegisterApiClient(NewApiClient Body) : IRequest<RegisteredApiClient>;

/// <param name="OrganisationId">For party organisation, and only for it.</param>
/// <param name="ClusterId">For party coordinator or auditor, and only for them.</param>
/// <param name="Person">For party coordinator, and only for it: who answers for what this client does.</param>
/// <param name="Scopes">Left out: all that its party could ever need.</param>
public sealed record NewApiClient(
    string Name, PartyKind Party, Guid? OrganisationId = null, Guid? ClusterId = null, string? Person = null, IReadOnlyList<string>? Scopes = null);

/// <param name="ClientSecret">Keep it: it is shown this once.</param>
public sealed record RegisteredApiClient(
    Guid Id,
    string ClientId,
    string ClientSecret,
    string Name,
    PartyKind Party,
    Guid? OrganisationId,
    Guid? ClusterId,
    string? Person,
    IReadOnlyList<string> Scopes,
    int Version) : IVersioned;

public sealed class RegisterApiClientValidator : AbstractValidator<RegisterApiClient>
{
    public RegisterApiClientValidator()
    {
        RuleFor(c => c.Body.Name).IsName();
        RuleFor(c => c.Body.Person).IsName();
        RuleFor(c => c.Body.Person).Must((c, person) => person is null == c.Body.Party is not PartyKind.Coordinator)
            .WithMessage("is required for a coordinator, and left out for every other party");
        RuleFor(c => c.Body.OrganisationId).Must((c, id) => id is null == c.Body.Party is not PartyKind.Organisation)
            .WithMessage("is required for an organisation, and left out for every other party");
        RuleFor(c => c.Body.ClusterId).Must((c, id) => id is null == c.Body.Party is not (PartyKind.Coordinator or PartyKind.Auditor))
            .WithMessage("is required for a coordinator or an auditor, and left out for every other party");
        RuleFor(c => c.Body.Scopes).Must((c, scopes) => scopes is null || (scopes.Count > 0 && !scopes.Except(Scopes.Of(c.Body.Party), StringComparer.Ordinal).Any()))
            .WithMessage(c => $"are some of: {string.Join(' ', Scopes.Of(c.Body.Party))}");
    }
}

public sealed class RegisterApiClientHandler(PurchasingDb db, ClientRegistry registry) : IRequestHandler<RegisterApiClient, RegisteredApiClient>
{
    public async Task<RegisteredApiClient> Handle(RegisterApiClient request, CancellationToken cancellationToken)
    {
        var body = request.Body;
        if (body.OrganisationId is { } o && !await db.Organisations.AnyAsync(x => x.Id == new OrganisationId(o), cancellationToken))
            throw OrganisationRefusals.UnknownOrganisation.Because("Register it at /v1/organisations first.");
        if (body.ClusterId is { } c && !await db.Clusters.AnyAsync(x => x.Id == new ClusterId(c), cancellationToken))
            throw ClusterRefusals.UnknownCluster.Because("Found it at /v1/clusters first.");

        var (clientId, secret) = (ClientRegistry.NewClientId(body.Name), ClientRegistry.NewSecret());
        var client = ApiClient.Register(
            clientId,
            body.Name,
            body.Party,
            body.OrganisationId is { } organisation ? new OrganisationId(organisation) : null,
            body.ClusterId is { } cluster ? new ClusterId(cluster) : null,
            body.Person,
            body.Scopes?.Distinct(StringComparer.Ordinal) ?? Scopes.Of(body.Party));

        // A client may act in many clusters or in none, so no journal tells of it. The registry saves, together with OpenIddict.
        await registry.AddAsync(client, secret, cancellationToken);
        return new RegisteredApiClient(
            client.Id.Value, clientId, secret, client.Name, client.Party, body.OrganisationId, body.ClusterId, client.Person, client.Scopes, client.Version);
    }
}

public sealed class RegisterApiClientEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost("/api-clients", async ([AsParameters] RegisterApiClient command, IMediator mediator, CancellationToken ct) =>
        {
            var client = await mediator.Send(command, ct);
            return TypedResults.Created($"/v1/api-clients/{client.Id}", client);
        })
        .Named(
            nameof(RegisterApiClient), "API clients", "Register an API client",
            "The answer holds the client's secret, this once; a retry with the same key gets the same secret.")
        .Allows(Scopes.Operate, Roles.Operator)
        .WithMetadata(new AnswersWithSecret())
        .Refuses(OrganisationRefusals.UnknownOrganisation, ClusterRefusals.UnknownCluster)
        .RequestExample(
            """
            {
              "name": "Leicester coordination",
              "party": "coordinator",
              "clusterId": "0198c0de-0000-7000-8000-000000000001",
              "person": "Asha Patel"
            }
            """);
}
