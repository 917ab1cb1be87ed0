using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Pooling;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Previews;

/// <summary>How these needs would be pooled into whole packs, by the function that does it for a round. Stores nothing.</summary>
public sealed record PreviewPooling(TrialPooling Body) : IRequest<PoolingPreview>;

/// <param name="Fairness">How a shortfall to whole packs is shared; in proportion when left out.</param>
/// <param name="Seed">Of a lottery.</param>
public sealed record TrialPooling(IReadOnlyList<LotToPool> Lots, FairnessPolicy Fairness = FairnessPolicy.ProRata, string Seed = "");

/// <param name="Needs">At most 20,000.</param>
public sealed record LotToPool(string Id, IReadOnlyList<NeedToPool> Needs, long PackSize = 1, long MinimumQuantity = 1);

/// <param name="Tolerance">How many more it would accept, to fill a pack.</param>
/// <param name="SubmittedAt">For <c>earliestFirst</c>; those without come first, by their ids.</param>
public sealed record NeedToPool(string Id, long Quantity, long Tolerance = 0, DateTimeOffset? SubmittedAt = null);

/// <param name="Lots">In the order of the request.</param>
public sealed record PoolingPreview(IReadOnlyList<PooledLotPreview> Lots);

/// <param name="Asked">The sum of the needs.</param>
/// <param name="Order">Units: whole packs.</param>
/// <param name="ReachesMinimum">Whether the order reaches the lot's minimum.</param>
/// <param name="Draw">The needs in the order the lottery drew them: by SHA-256 of <c>seed:id</c>.</param>
public sealed record PooledLotPreview(
    string LotId,
    long Asked,
    long Packs,
    long Order,
    PackFit Fit,
    bool ReachesMinimum,
    IReadOnlyList<AllotmentPreview> Needs,
    IReadOnlyList<string>? Draw,
    string Explanation);

public sealed record AllotmentPreview(string Id, long Asked, long Allotted);

public sealed class PreviewPoolingValidator : AbstractValidator<PreviewPooling>
{
    private const int MostNeeds = 20_000;

    public PreviewPoolingValidator()
    {
        RuleFor(q => q.Body.Lots).Must(lots => lots.Count is >= 1 and <= 50 && AreDistinct(lots, lot => lot.Id)).WithMessage("1 to 50 lots, each id once");
        RuleFor(q => q.Body.Seed).MaximumLength(200);
        RuleForEach(q => q.Body.Lots).NotNull().ChildRules(lot =>
        {
            lot.RuleFor(l => l.Id).NotEmpty().MaximumLength(100);
            lot.RuleFor(l => l.PackSize).InclusiveBetween(1, Quantities.Maximum);
            lot.RuleFor(l => l.MinimumQuantity).InclusiveBetween(1, Quantities.Maximum);
            lot.RuleFor(l => l.Needs).Must(needs => needs.Count <= MostNeeds && AreDistinct(needs, need => need.Id))
                .WithMessage($"at most {MostNeeds} needs, each id once");
            lot.RuleForEach(l => l.Needs).NotNull().ChildRules(need =>
            {
                need.RuleFor(n => n.Id).NotEmpty().MaximumLength(100);
                need.RuleFor(n => n.Quantity).InclusiveBetween(1, Quantities.Maximum);
                need.RuleFor(n => n.Tolerance).InclusiveBetween(0, Quantities.Maximum);
            });
        });
    }

    private static bool AreDistinct<T>(IReadOnlyList<T> all, Func<T, string> id)
        where T : class => all.Where(one => one is not null).Select(id).Distinct(StringComparer.Ordinal).Count() == all.Count(one => one is not null);
}

public sealed class PreviewPoolingHandler : IRequestHandler<PreviewPooling, PoolingPreview>
{
    public Task<PoolingPreview> Handle(PreviewPooling request, CancellationToken cancellationToken) =>
        Task.FromResult(new PoolingPreview([.. request.Body.Lots.Select(lot => Pool(lot, request.Body))]));

    private static PooledLotPreview Pool(LotToPool lot, TrialPooling trial)
    {
        var pooled = LotPooling.Pool(
            [.. lot.Needs.Select(need => new Ask(need.Id, need.Quantity, need.Tolerance, need.SubmittedAt ?? default))],
            new PoolingRules(lot.PackSize, trial.Fairness, trial.Seed));
        return new PooledLotPreview(
            lot.Id,
            pooled.Asked,
            pooled.Packs,
            pooled.Order,
            pooled.Fit,
            pooled.Order >= lot.MinimumQuantity,
            [.. pooled.Allotments.Select(a => new AllotmentPreview(a.Id, a.Asked, a.Allotted))],
            pooled.Draw,
            pooled.Explanation);
    }
}

public sealed class PreviewPoolingEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/previews/pooling",
            async Task<Ok<PoolingPreview>> ([AsParameters] PreviewPooling query, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(query, ct)))
        .Named(
            nameof(PreviewPooling), "Previews", "Preview a pooling",
            "Whole packs, what each need gets of them, and why. Nothing is stored; no Idempotency-Key is needed.")
        .AllowsAnySignedIn()
        .WithMetadata(new IsWhatIf())
        .LargeBodies()
        .RequestExample(
            """
            {
              "fairness": "proRata",
              "lots": [{
                "id": "paper", "packSize": 12, "minimumQuantity": 24,
                "needs": [{ "id": "a", "quantity": 12, "tolerance": 1 }, { "id": "b", "quantity": 8, "tolerance": 2 }, { "id": "c", "quantity": 2 }]
              }]
            }
            """);
}
