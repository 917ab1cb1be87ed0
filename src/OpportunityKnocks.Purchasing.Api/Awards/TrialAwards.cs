using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing.Games;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>Reads and computes what a round would be awarded if it were closed now, for questions that store nothing. The round is not taken:
/// between the opening and the award nobody changes its needs.</summary>
public static class TrialAwards
{
    public const int MostMembers = 2_000;

    /// <exception cref="DomainException"><see cref="RoundRefusals.WrongState"/> unless its bids are being evaluated;
    /// <see cref="GameRefusals.TooManyMembers"/></exception>
    public static async Task<(Round Round, AwardProblem Problem)> LoadTrialAsync(this PurchasingDb db, ClusterId cluster, RoundId id, CancellationToken ct)
    {
        var round = await db.Rounds.AsNoTracking().Include(r => r.Lots).SingleOrDefaultAsync(r => r.ClusterId == cluster && r.Id == id, ct)
            ?? throw HttpRefusals.NotFound.Because("There is no such round in this cluster.");
        if (round.State != RoundState.Evaluating)
            throw RoundRefusals.WrongState.Because($"The round is {round.State}. This is asked after the bids are opened and before the round is closed.");

        var problem = (await db.LoadAwardInputsAsync(round, AwardQuestion.Plain, ct)).Problem;
        var members = problem.Needs.Select(need => need.MemberId).Distinct().Count();
        return members <= MostMembers
            ? (round, problem)
            : throw GameRefusals.TooManyMembers.Because($"Every member is shown: at most {MostMembers}; there are {members}.");
    }

    public static AwardResult Compute(AwardProblem problem, CancellationToken ct) =>
        Awarder.Compute(problem, Awarder.Solver(time: 5, ct));

    /// <summary>The same without a member's needs.</summary>
    public static AwardProblem Without(this AwardProblem problem, MemberId member) => new(
        problem.Currency,
        problem.FeePolicy,
        problem.Lots,
        problem.Needs.Where(need => need.MemberId != member),
        problem.Needs.Select(need => need.MemberId).Distinct().ToDictionary(id => id, problem.VatRecoveryOf),
        problem.Bids,
        problem.Fairness,
        problem.Seed)
    {
        PriceWeight = problem.PriceWeight,
        Rules = problem.Rules,
    };

    /// <summary>What each member pays in the end for its shares of the lots, in minor units: net and the VAT it cannot recover.</summary>
    public static IReadOnlyDictionary<MemberId, long> CostsOf(AwardResult result) => result.Shares.SelectMany(lot => lot.Shares)
        .GroupBy(share => share.Member.MemberId)
        .ToDictionary(shares => shares.Key, shares => shares.Sum(share => share.Cost.MinorUnits));
}
