using FluentValidation;
using MediatR;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>A member says many needs at once: all of them or none.</summary>
public sealed record SubmitNeeds(Guid ClusterId, NeedsToSubmit Body) : IRequest<StoredAnswer>;

/// <param name="Needs">1 to 1,000.</param>
public sealed record NeedsToSubmit(IReadOnlyList<NeedDetails> Needs);

/// <param name="Needs">In the order in which they were sent.</param>
public sealed record SubmittedNeeds(IReadOnlyList<NeedResponse> Needs);

public sealed class SubmitNeedsValidator : AbstractValidator<SubmitNeeds>
{
    public const int Maximum = 1_000;

    public SubmitNeedsValidator()
    {
        RuleFor(c => c.Body.Needs).Must(needs => needs.Count is >= 1 and <= Maximum).WithMessage($"give 1 to {Maximum} needs");
        RuleForEach(c => c.Body.Needs).NotNull().SetValidator(new NeedDetailsValidator());
    }
}

public sealed class SubmitNeedsHandler(Caller caller, KnownFacts facts, NeedWriter writer, TimeProvider time)
    : IRequestHandler<SubmitNeeds, StoredAnswer>
{
    public async Task<StoredAnswer> Handle(SubmitNeeds request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var member = await facts.RequireMemberAsync(caller, cluster, cancellationToken);
        var now = time.GetUtcNow();
        var needs = new List<Need>(request.Body.Needs.Count);
        var responses = new List<NeedResponse>(request.Body.Needs.Count);
        foreach (var details in request.Body.Needs)
        {
            var lot = await facts.RequireLotAsync(cluster, details.LotId, cancellationToken);
            needs.Add(Need.Submit(cluster, member, details.ToTerms(), lot, now));
            responses.Add(await facts.ToResponseAsync(needs[^1], cancellationToken));
        }

        var answer = StoredAnswer.CreatedSeveral(new SubmittedNeeds(responses));
        await writer.SubmitAsync(cluster, member, needs, answer, cancellationToken);
        return answer;
    }
}

public sealed class SubmitNeedsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/needs/batch",
            ([AsParameters] SubmitNeeds command, IMediator mediator, CancellationToken ct) => mediator.Send(command, ct))
        .Named(nameof(SubmitNeeds), "Needs", "Submit up to 1,000 needs", "All of them or none. They may be for different lots and rounds.")
        .Allows(Scopes.NeedsWrite, Roles.Member)
        .LargeBodies()
        .WithMetadata(new StoresItsOwnAnswer())
        .Produces<SubmittedNeeds>(StatusCodes.Status201Created)
        .Refuses(NeedRefusals.NotCollecting, NeedRefusals.UnitDiffers)
        .RequestExample(
            """
            {
              "needs": [
                { "categoryCode": "72253000", "description": "Helpdesk for our office", "quantity": 12, "unit": "IE", "ceiling": "30.0000" },
                { "categoryCode": "72253000", "description": "Helpdesk for our volunteers", "quantity": 40, "unit": "IE", "anyPrice": true }
              ]
            }
            """);
}
