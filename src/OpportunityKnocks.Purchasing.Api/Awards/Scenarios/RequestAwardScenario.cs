using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Scoring;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Bids;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Awards.Scenarios;

/// <summary>Asks what the best award under some rules is, or would be without some members or suppliers.</summary>
public sealed record RequestAwardScenario(Guid ClusterId, Guid RoundId, AwardScenarioDetails Body) : IRequest<AwardScenarioResponse>;

/// <param name="Title">To tell it from the others.</param>
/// <param name="Rules">Left out: the best award without any.</param>
/// <param name="WithoutMembers">A what-if: their needs are left out.</param>
/// <param name="WithoutSuppliers">A what-if: their bids are left out. The round cannot be closed with a what-if.</param>
public sealed record AwardScenarioDetails(
    string Title, AwardRuleDetails? Rules = null, IReadOnlyList<Guid>? WithoutMembers = null, IReadOnlyList<Guid>? WithoutSuppliers = null)
{
    public AwardQuestion ToQuestion(Currency currency) => new(
        (Rules ?? new AwardRuleDetails()).ToRules(currency),
        [.. (WithoutMembers ?? []).Select(id => new MemberId(id))],
        [.. (WithoutSuppliers ?? []).Select(id => new OrganisationId(id))]);
}

public sealed class RequestAwardScenarioValidator : AbstractValidator<RequestAwardScenario>
{
    public RequestAwardScenarioValidator()
    {
        RuleFor(c => c.Body.Title).NotEmpty().MaximumLength(200);
        RuleFor(c => c.Body.Rules).SetValidator(new AwardRuleDetailsValidator()!);
        RuleFor(c => c.Body.WithoutMembers).Must(AreDistinct).WithMessage("at most 1,000, each once");
        RuleFor(c => c.Body.WithoutSuppliers).Must(AreDistinct).WithMessage("at most 1,000, each once");
    }

    private static bool AreDistinct(IReadOnlyList<Guid>? ids) => ids is null || (ids.Count <= 1_000 && ids.Distinct().Count() == ids.Count);
}

public sealed class RequestAwardScenarioHandler(PurchasingDb db, ScenarioComputer computer, ScenarioJob job, JournalWriter journal, TimeProvider time)
    : IRequestHandler<RequestAwardScenario, AwardScenarioResponse>
{
    private const int Maximum = 100;

    /// <summary>What a caller may wait for; what is not proved by then is computed behind its back.</summary>
    private const double AtOnce = 1;

    public async Task<AwardScenarioResponse> Handle(RequestAwardScenario request, CancellationToken cancellationToken)
    {
        var (cluster, id) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId));
        var round = await db.Rounds.AsNoTracking().Include(r => r.Lots).SingleOrDefaultAsync(r => r.ClusterId == cluster && r.Id == id, cancellationToken)
            ?? throw HttpRefusals.NotFound.Because("There is no such round in this cluster.");
        if (round.State != RoundState.Evaluating)
            throw RoundRefusals.WrongState.Because($"The round is {round.State}. Awards are compared while bids are evaluated.");
        await db.RequireConsensusAsync(round, cancellationToken);
        if (await db.AwardScenarios.CountAsync(s => s.ClusterId == cluster && s.RoundId == id, cancellationToken) >= Maximum)
            throw AwardRefusals.TooManyScenarios.Because($"It has {Maximum}.");

        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(cancellationToken);
        var question = request.Body.ToQuestion(currency);
        var inputs = await db.LoadAwardInputsAsync(round, question, cancellationToken);
        var scenario = AwardScenario.Ask(cluster, id, request.Body.Title, question, inputs.Fingerprint, time.GetUtcNow());
        try
        {
            var search = Awarder.ProvingSolver(AtOnce, cancellationToken);
            await computer.ComputeAsync(scenario, inputs, search, search, cancellationToken);
        }
        catch (DomainException refused) when (refused.Refusal == AwardRefusals.ScenarioNeeded || refused.Refusal == OptimumRefusals.NotFoundInTime)
        {
            scenario = AwardScenario.Ask(cluster, id, request.Body.Title, question, inputs.Fingerprint, scenario.CreatedAt);
            job.Wake();
        }

        db.AwardScenarios.Add(scenario);
        journal.RecordScenario(scenario);
        await db.SaveChangesAsync(cancellationToken);
        return AwardScenarioResponse.Of(scenario, currency);
    }
}

public sealed class RequestAwardScenarioEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost("/clusters/{clusterId}/rounds/{roundId}/award-scenarios", HandleAsync)
        .Named(
            nameof(RequestAwardScenario), "Awards", "Ask for an award scenario",
            "Pools, awards, splits and lets those leave for whom it is too dear, to the end, under the rules given. What is proved at once is answered "
            + "with 201. A large one is answered with 202: read it again at its Location; it shows the best so far and the bound, and can be stopped "
            + "with its best. Nothing is fixed until the round is closed with one.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator)
        .Refuses(
            RoundRefusals.WrongState, AwardRefusals.TooManyScenarios, AwardRefusals.OverbuyNotAllowed, BidRefusals.CurrencyDiffers,
            OptimumRefusals.AmountsTooLarge, MoneyRefusals.AmountTooLarge, EvaluationRefusals.ScoresMissing)
        .RequestExample(
            """
            {
              "title": "At most two suppliers, none with more than 70 %",
              "rules": { "maximumWinners": 2, "maximumSharePercent": "70", "budget": { "amount": "250000.00", "currency": "GBP" } }
            }
            """);

    private static async Task<Results<Created<AwardScenarioResponse>, Accepted<AwardScenarioResponse>>> HandleAsync(
        [AsParameters] RequestAwardScenario command, IMediator mediator, HttpResponse response, CancellationToken ct)
    {
        var scenario = await mediator.Send(command, ct);
        var at = $"/v1/clusters/{command.ClusterId}/rounds/{command.RoundId}/award-scenarios/{scenario.Id}";
        if (scenario.State != ScenarioState.Computing)
            return TypedResults.Created(at, scenario);
        response.Headers.RetryAfter = "2";
        return TypedResults.Accepted(at, scenario);
    }
}
