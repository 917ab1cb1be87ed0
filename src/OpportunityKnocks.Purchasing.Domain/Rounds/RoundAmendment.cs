namespace OpportunityKnocks.Purchasing.Domain.Rounds;

/// <summary>New words for a lot; what is null stays.</summary>
public sealed record LotAmendment(LotId LotId, string? Title, string? Specification);

/// <summary>A change of the terms of a running tender. Lots are neither added nor taken out, and the demand stays.</summary>
/// <param name="Description">Null leaves it.</param>
/// <param name="Requirements">All that hold from now on; null leaves them. One that stands there word for word stays what it was, with
/// the answers to it; any other is new.</param>
/// <param name="BidsCloseAt">Null leaves the deadline where it is.</param>
public sealed record Amendment(
    string? Description, IReadOnlyList<LotAmendment> Lots, IReadOnlyList<string>? Requirements, DateTimeOffset? BidsCloseAt);

/// <summary>What an amendment changed.</summary>
/// <param name="Lots">Those that read differently now.</param>
public sealed record AmendmentEffect(
    bool Description, IReadOnlyList<LotId> Lots, IReadOnlyList<string> RequirementsAdded, IReadOnlyList<string> RequirementsDropped)
{
    public bool IsNone => !Description && Lots.Count == 0 && RequirementsAdded.Count == 0 && RequirementsDropped.Count == 0;
}

public sealed partial class Round
{
    /// <summary>How long a tender runs at least after its terms changed, so that bidders can read them and answer.</summary>
    public static readonly TimeSpan NoticeOfAmendment = TimeSpan.FromDays(3);

    /// <summary>1 at first, and one more with each amendment: a bid that was made for an older version is stale until its supplier
    /// confirms it.</summary>
    public int TermsVersion { get; private set; } = 1;

    /// <summary>Changes the terms while the tender runs.</summary>
    public AmendmentEffect Amend(Amendment amendment, DateTimeOffset now)
    {
        Require(RoundStep.Amend, now);
        if (amendment.BidsCloseAt is { } bids)
            MoveBids(Later(BidsCloseAt, bids, false, now) - BidsCloseAt);
        if (BidsCloseAt - now < NoticeOfAmendment)
        {
            throw RoundRefusals.NoticeTooShort.Because(
                $"Bids close at {RoundSteps.Say(BidsCloseAt)}. Move bidsCloseAt with the amendment, to {RoundSteps.Say(now + NoticeOfAmendment)} or later.");
        }

        var description = amendment.Description is { } text && text != Description;
        Description = amendment.Description ?? Description;
        var lots = amendment.Lots.Where(Reword).Select(lot => lot.LotId).ToList();
        var (added, dropped) = amendment.Requirements is { } wanted ? Restate(wanted) : ([], []);
        var effect = new AmendmentEffect(description, lots, added, dropped);
        if (effect.IsNone)
            throw RoundRefusals.NothingAmended.Because("What was sent is what the tender says already. A deadline alone is moved by extend.");

        TermsVersion++;
        Version++;
        return effect;
    }

    private bool Reword(LotAmendment amendment) =>
        (_lots.Find(lot => lot.Id == amendment.LotId)
            ?? throw RoundRefusals.AmendedLotUnknown.Because($"lots: the round has no lot {amendment.LotId.Value}."))
        .Reword(amendment);

    private (IReadOnlyList<string> Added, IReadOnlyList<string> Dropped) Restate(IReadOnlyList<string> wanted)
    {
        var before = _requirements.Select(r => r.Text).ToHashSet(StringComparer.Ordinal);
        var added = wanted.Where(text => !before.Contains(text)).ToList();
        var dropped = _requirements.Where(r => !wanted.Contains(r.Text, StringComparer.Ordinal)).Select(r => r.Text).ToList();

        // A number is never given to another text, so that answers and notes still point at what they meant.
        var next = _requirements.Select(r => r.Number).DefaultIfEmpty().Max() + 1;
        _requirements.RemoveAll(r => dropped.Contains(r.Text, StringComparer.Ordinal));
        _requirements.AddRange(added.Select((text, i) => Requirement.State(ClusterId, Id, next + i, text, TermsVersion + 1)));
        return (added, dropped);
    }
}
