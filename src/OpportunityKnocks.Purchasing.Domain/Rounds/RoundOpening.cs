using OpportunityKnocks.Purchasing.Domain.Directory;

namespace OpportunityKnocks.Purchasing.Domain.Rounds;

public sealed partial class Round
{
    /// <summary>The public key that bids are sealed to, as JSON; null before the tender opened.</summary>
    public string? SealingKey { get; private set; }

    /// <summary>Whose approval the opening takes; fixed with the key, whatever the cluster decides later.</summary>
    public OpeningNeeds OpeningNeeds { get; private set; }

    /// <summary>The first of two persons who open the bids; null when nobody did, or one is enough.</summary>
    public string? OpeningApprovedBy { get; private set; }

    public DateTimeOffset? OpeningApprovedAt { get; private set; }

    /// <summary>The person whose approval opened the bids.</summary>
    public string? BidsOpenedBy { get; private set; }

    /// <summary>Gives a tender the key its bids are sealed to, once.</summary>
    public void GiveKey(string publicKey, OpeningNeeds needs)
    {
        if (State != RoundState.Tendering || SealingKey is not null)
            throw RoundRefusals.WrongState.Because("A key is given once, to a tender that runs.");

        (SealingKey, OpeningNeeds) = (publicKey, needs);
    }

    /// <summary>A person approves that the bids are opened; never before their deadline.</summary>
    /// <param name="person">By name: two names that differ only in case or spacing are one person.</param>
    /// <returns>Whether that is enough to open them now.</returns>
    public bool ApproveOpening(string person, DateTimeOffset now)
    {
        Require(RoundStep.OpenBids, now);
        if (State != RoundState.Sealed)
            throw RoundRefusals.WrongState.Because("Bids are sealed before they are opened.");

        if (OpeningNeeds == OpeningNeeds.TwoPersons && OpeningApprovedBy is null)
        {
            (OpeningApprovedBy, OpeningApprovedAt) = (person, now);
            Version++;
            return false;
        }

        if (OpeningApprovedBy is { } first && PersonName.Plain(first) == PersonName.Plain(person))
            throw RoundRefusals.SecondPersonNeeded.Because($"{first} has approved the opening. Another person must approve it, too.");
        BidsOpenedBy = person;
        return true;
    }

    private void RequireApproval()
    {
        if (OpeningNeeds == OpeningNeeds.TwoPersons && (OpeningApprovedBy is null || BidsOpenedBy is null))
            throw RoundRefusals.SecondPersonNeeded.Because("Two persons open the bids of this round.");
    }
}
