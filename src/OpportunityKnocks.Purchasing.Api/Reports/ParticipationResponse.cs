using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Reports;

/// <summary>Members that had needs in a round and have none in it now, by how their last one left.</summary>
/// <param name="PricedOut">The award would have cost more than their ceiling.</param>
/// <param name="Withdrew">They took it back.</param>
/// <param name="Dropped">It was released: not confirmed or accepted in time, declined, or its lot came to nothing.</param>
/// <param name="RoundEnded">The round ended without an award, or was cancelled.</param>
public sealed record MembersWhoLeft(int PricedOut, int Withdrew, int Dropped, int RoundEnded);

/// <summary>How many members took part.</summary>
/// <param name="Invited">Active members now that the round is or was open to, and all who submitted.</param>
/// <param name="Submitted">Had a need in the round.</param>
/// <param name="Confirmed">Confirmed one; where there is no review, submitting is confirming.</param>
/// <param name="Contracted">Have a commitment of a contracted round.</param>
public sealed record MemberCounts(int Invited, int Submitted, int Confirmed, MembersWhoLeft Left, int Contracted)
{
    public static MemberCounts Of(IReadOnlyCollection<RoundMembers> rounds) => new(
        rounds.Sum(r => r.Invited),
        rounds.Sum(r => r.Submitted),
        rounds.Sum(r => r.Confirmed),
        new MembersWhoLeft(rounds.Sum(r => r.PricedOut), rounds.Sum(r => r.Withdrew), rounds.Sum(r => r.Dropped), rounds.Sum(r => r.RoundEnded)),
        rounds.Sum(r => r.Contracted));
}

/// <summary>How many bid for a lot.</summary>
/// <param name="Bids">That were opened and could be read, excluded ones too; left out before the opening.</param>
/// <param name="Members">How many members' needs were tendered; left out before.</param>
public sealed record LotParticipation(Guid LotId, string Title, string CategoryCode, int? Members, int? Bids);

/// <summary>Who took part in one round.</summary>
public sealed record RoundParticipation(
    Guid RoundId, string Title, RoundState State, DateTimeOffset PublishedAt, MemberCounts Members, IReadOnlyList<LotParticipation> Lots);

/// <summary>Everything counted once, over all the rounds.</summary>
/// <param name="Members">Sums over the rounds: a member counts in each.</param>
/// <param name="DifferentMembers">Members that submitted in any of them.</param>
/// <param name="DifferentMembersContracted">Members with a commitment of any of them.</param>
/// <param name="Bids">Over all lots of the rounds whose bids are opened.</param>
/// <param name="BidsPerLot">Their average over those lots, two decimals; left out without one.</param>
public sealed record ParticipationTotal(
    int Rounds, int RoundsContracted, MemberCounts Members, int DifferentMembers, int DifferentMembersContracted, int Bids, string? BidsPerLot);

/// <summary>Who took part in the rounds that were published on the days asked for.</summary>
public sealed record ParticipationResponse(DateOnly? From, DateOnly? To, ParticipationTotal Total, IReadOnlyList<RoundParticipation> Rounds);
