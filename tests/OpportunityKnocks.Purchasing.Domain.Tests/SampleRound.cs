using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>A round in any state, brought there by its own verbs.</summary>
internal static class SampleRound
{
    public static readonly DateTimeOffset Published = new(2027, 1, 4, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset NeedsClose = Published.AddDays(7);
    public static readonly DateTimeOffset ConfirmBy = Published.AddDays(10);
    public static readonly DateTimeOffset BidsClose = Published.AddDays(21);
    public static readonly DateTimeOffset Awarded = Published.AddDays(25);
    public static readonly DateTimeOffset StandstillEnds = Awarded.AddDays(10);

    public static readonly RoundPlan Plan = new(
        "IT support",
        "",
        [],
        NeedsClose,
        BidsClose,
        10,
        FeePolicy.ByValue,
        [new LotTerms("Helpdesk", "Help.", "72253000", "IE", new Term(new DateOnly(2027, 4, 1), PeriodUnit.Month, 24))],
        ["Cyber Essentials"]);

    /// <param name="plan">Another plan than the usual one.</param>
    public static Round Draft(RoundPlan? plan = null) => Round.Draft(new ClusterId(Guid.Empty), plan ?? Plan, Published.AddDays(-1));

    /// <summary>A round of another plan, in a state that follows from publication.</summary>
    public static Round In(RoundState state, RoundPlan plan)
    {
        var round = Draft(plan);
        Advance(round, state);
        return round;
    }

    public static Round In(RoundState state)
    {
        var round = Draft();
        switch (state)
        {
            case RoundState.Draft:
                return round;
            case RoundState.Cancelled:
                round.Cancel(NonAwardReason.NeedChanged, "Not needed.", Published);
                return round;
            case RoundState.Review:
                round = Draft(Plan with { ConfirmBy = ConfirmBy });
                round.Publish(Published);
                round.CloseCollection([new PooledDemand(round.Lots[0].Id, 25, 3)], 3, decided: false, NeedsClose);
                return round;
            case RoundState.NotReached:
                round.Publish(Published);
                round.CloseCollection([], 0, decided: false, NeedsClose);
                return round;
            default:
                Advance(round, state);
                return round;
        }
    }

    private static void Advance(Round round, RoundState to)
    {
        Action[] steps =
        [
            () => round.Publish(Published),
            () => round.CloseCollection([new PooledDemand(round.Lots[0].Id, 25, 3)], 3, decided: false, NeedsClose),
            () => round.Seal(BidsClose),
            () => round.OpenBids(2, BidsClose),
            () => round.Close(StandstillEnds, Awarded),
            () => round.Contract(StandstillEnds),
            () => round.Settle(StandstillEnds.AddYears(2)),
        ];
        foreach (var step in steps.TakeWhile(_ => round.State != to))
            step();
    }
}
