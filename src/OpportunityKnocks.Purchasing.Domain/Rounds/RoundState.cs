namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>Where a round is in its life.</summary>
public enum RoundState
{
    Draft,
    Collecting,
    Review,
    Tendering,
    Sealed,
    Evaluating,
    Awarded,
    Contracted,
    Settled,
    NotReached,
    Cancelled,
}

/// <summary>The one table of a round's life.</summary>
public static class RoundLife
{
    public static bool Allows(RoundState from, RoundState to) => (from, to) switch
    {
        (RoundState.Draft, RoundState.Collecting) => true,
        (RoundState.Collecting, RoundState.Review or RoundState.Tendering or RoundState.NotReached) => true,
        (RoundState.Review, RoundState.Tendering or RoundState.NotReached) => true,
        (RoundState.Tendering, RoundState.Sealed) => true,
        (RoundState.Sealed, RoundState.Evaluating or RoundState.NotReached) => true,
        (RoundState.Evaluating, RoundState.Awarded or RoundState.NotReached) => true,
        (RoundState.Awarded, RoundState.Contracted or RoundState.NotReached or RoundState.Evaluating) => true,
        (RoundState.Contracted, RoundState.Settled) => true,
        (RoundState.Draft or RoundState.Collecting or RoundState.Review or RoundState.Tendering or RoundState.Sealed or RoundState.Evaluating
            or RoundState.Awarded, RoundState.Cancelled) => true,
        _ => false,
    };
}
