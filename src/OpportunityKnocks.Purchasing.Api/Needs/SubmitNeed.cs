using FluentValidation;
using MediatR;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Needs;

namespace OpportunityKnocks.Purchasing.Api.Needs;

/// <summary>A member says what it needs, for a lot that is collecting or as a standing need.</summary>
public sealed record SubmitNeed(Guid ClusterId, NeedDetails Body) : IRequest<StoredAnswer>;

public sealed class SubmitNeedValidator : AbstractValidator<SubmitNeed>
{
    public SubmitNeedValidator() => RuleFor(c => c.Body).SetValidator(new NeedDetailsValidator());
}

public sealed class SubmitNeedHandler(Caller caller, KnownFacts facts, NeedWriter writer, TimeProvider time)
    : IRequestHandler<SubmitNeed, StoredAnswer>
{
    public async Task<StoredAnswer> Handle(SubmitNeed request, CancellationToken cancellationToken)
    {
        var cluster = new ClusterId(request.ClusterId);
        var member = await facts.RequireMemberAsync(caller, cluster, cancellationToken);
        var lot = await facts.RequireLotAsync(cluster, request.Body.LotId, cancellationToken);

        var need = Need.Submit(cluster, member, request.Body.ToTerms(), lot, time.GetUtcNow());
        var answer = StoredAnswer.Created($"/v1/clusters/{cluster.Value}/needs/{need.Id.Value}", await facts.ToResponseAsync(need, cancellationToken));
        await writer.SubmitAsync(cluster, member, [need], answer, cancellationToken);
        return answer;
    }
}

public sealed class SubmitNeedEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/needs",
            ([AsParameters] SubmitNeed command, IMediator mediator, CancellationToken ct) => mediator.Send(command, ct))
        .Named(nameof(SubmitNeed), "Needs", "Submit a need", "With a lotId it joins that lot's demand while the round is collecting; without one it is standing.")
        .Allows(Scopes.NeedsWrite, Roles.Member)
        .WithMetadata(new StoresItsOwnAnswer())
        .Produces<NeedResponse>(StatusCodes.Status201Created)
        .Refuses(NeedRefusals.NotCollecting, NeedRefusals.UnitDiffers)
        .RequestExample(
            """
            {
              "lotId": "0198c0de-0000-7000-8000-000000000001",
              "categoryCode": "72253000",
              "description": "Helpdesk for our 12 staff",
              "quantity": 12,
              "unit": "IE",
              "baseline": { "unitPrice": "31.5000", "vat": "excluded", "vatRate": "20", "source": "invoice" },
              "ceiling": "30.0000"
            }
            """);
}
