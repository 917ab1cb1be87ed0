using System.Linq.Expressions;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Api.Rounds;

/// <summary>One step of a round's life, and whether it can be taken now.</summary>
/// <param name="Reason">Why not; left out when it is allowed.</param>
/// <param name="AvailableFrom">From when, if waiting is all it needs.</param>
public sealed record AllowedTransition(RoundStep Name, bool Allowed, string? Reason, DateTimeOffset? AvailableFrom);

/// <summary>A lot of a round.</summary>
/// <param name="PackSize">The units of one pack: only whole packs are ordered.</param>
/// <param name="MinimumQuantity">Units per period below which the lot is not tendered.</param>
/// <param name="Divisible">Whether several suppliers may supply it.</param>
/// <param name="PooledQuantity">Per period, fixed when the tender opened; left out before.</param>
/// <param name="PooledMembers">How many members it comes from; left out before.</param>
public sealed record RoundLot(
    Guid Id,
    int Number,
    string Title,
    string Specification,
    string CategoryCode,
    string Unit,
    TermDetails Term,
    long PackSize,
    long MinimumQuantity,
    bool Divisible,
    long? PooledQuantity,
    int? PooledMembers);

/// <summary>A condition every bid must meet.</summary>
public sealed record RoundRequirement(Guid Id, int Number, string Text);

/// <summary>A round as the cluster sees it.</summary>
/// <param name="GroupIds">Empty: open to every member.</param>
/// <param name="OpensAt">When the draft publishes itself.</param>
/// <param name="ConfirmBy">The end of the review; left out when there is none.</param>
/// <param name="LotterySeed">Of the lottery that shared what was short to whole packs; once the tender has opened.</param>
/// <param name="Missing">What was missing to a minimum at the last deadline.</param>
/// <param name="WaitsSince">Since when the round waits for its coordinator to decide on what is missing.</param>
/// <param name="Acceptance">What binds a member to the award.</param>
/// <param name="OverbuyLimit">Units per period that may be ordered of each lot beyond its demand.</param>
/// <param name="AcceptBy">Until when members answer to the award, where each is asked.</param>
/// <param name="AcceptanceEndedAt">When the answers were counted.</param>
/// <param name="EndReason">Why it was cancelled or not reached.</param>
/// <param name="EndCode">The same as one of the known reasons.</param>
/// <param name="QuestionsCloseAt">When suppliers can no longer ask; left out: when bids close.</param>
/// <param name="Reminders">How many hours before each deadline people are reminded.</param>
/// <param name="RecurrenceRule">By which the round comes again.</param>
/// <param name="Follows">The round before it in its series.</param>
/// <param name="TermsVersion">1 at first, one more with each amendment.</param>
/// <param name="OpeningNeeds">Whose approval opens the bids; fixed when the tender opens.</param>
/// <param name="OpeningApprovedBy">The first of two persons; the second opens them.</param>
/// <param name="BidsOpenedBy">Whose approval opened them.</param>
/// <param name="Evaluation">How bids are compared.</param>
/// <param name="Trade">Who has the contract with the suppliers.</param>
/// <param name="Agreement">What members may change while the contracts run.</param>
/// <param name="Sharing">How the cost is shared over all lots.</param>
public sealed record RoundResponse(
    Guid Id,
    string Title,
    string Description,
    RoundState State,
    IReadOnlyList<Guid> GroupIds,
    DateTimeOffset? OpensAt,
    DateTimeOffset NeedsCloseAt,
    DateTimeOffset? ConfirmBy,
    DateTimeOffset BidsCloseAt,
    int StandstillDays,
    DateTimeOffset? StandstillEndsAt,
    FeePolicy FeePolicy,
    SilencePolicy Silence,
    FairnessPolicy Fairness,
    string? LotterySeed,
    int MinimumMembers,
    int MinimumBids,
    NotReachedDetails NotReached,
    AcceptancePolicy Acceptance,
    int AcceptDays,
    long OverbuyLimit,
    int Extensions,
    string? Missing,
    DateTimeOffset? WaitsSince,
    IReadOnlyList<RoundLot> Lots,
    IReadOnlyList<RoundRequirement> Requirements,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? CollectionClosedAt,
    DateTimeOffset? TenderOpenedAt,
    DateTimeOffset? BidsOpenedAt,
    DateTimeOffset? AwardedAt,
    DateTimeOffset? AcceptBy,
    DateTimeOffset? AcceptanceEndedAt,
    DateTimeOffset? EndedAt,
    string? EndReason,
    NonAwardReason? EndCode,
    int TermsVersion,
    DateTimeOffset? QuestionsCloseAt,
    UnansweredDetails UnansweredQuestions,
    IReadOnlyList<int> Reminders,
    StandstillUnit StandstillUnit,
    string? RecurrenceRule,
    Guid? Follows,
    OpeningNeeds OpeningNeeds,
    string? OpeningApprovedBy,
    DateTimeOffset? OpeningApprovedAt,
    string? BidsOpenedBy,
    IReadOnlyList<AllowedTransition> AllowedTransitions,
    int Version,
    RoundEvaluationResponse Evaluation,
    TradeDetails Trade,
    AgreementDetails Agreement,
    SharingDetails Sharing) : IVersioned
{
    /// <summary>What the database reads for it; <see cref="At"/> adds the steps.</summary>
    public static readonly Expression<Func<Round, RoundResponse>> Projection = r => new RoundResponse(
        r.Id.Value,
        r.Title,
        r.Description,
        r.State,
        Plain(r.GroupIds),
        r.OpensAt,
        r.NeedsCloseAt,
        r.ConfirmBy,
        r.BidsCloseAt,
        r.StandstillDays,
        r.StandstillEndsAt,
        r.FeePolicy,
        r.Silence,
        r.Fairness,
        r.Fairness == FairnessPolicy.Lottery && r.TenderOpenedAt != null ? r.LotterySeed : null,
        r.MinimumMembers,
        r.MinimumBids,
        new NotReachedDetails(r.NotReached, r.ExtendDays, r.ExtendTimes),
        r.Acceptance,
        r.AcceptDays,
        r.OverbuyLimit,
        r.Extensions,
        r.Missing,
        r.WaitsSince,
        r.Lots.OrderBy(l => l.Number).Select(l => new RoundLot(
            l.Id.Value, l.Number, l.Title, l.Specification, l.CategoryCode, l.Unit,
            new TermDetails(l.StartsOn, l.PeriodUnit, l.Periods), l.PackSize, l.MinimumQuantity, l.Divisible, l.PooledQuantity, l.PooledMembers)).ToList(),
        r.Requirements.OrderBy(q => q.Number).Select(q => new RoundRequirement(q.Id.Value, q.Number, q.Text)).ToList(),
        r.CreatedAt,
        r.PublishedAt,
        r.CollectionClosedAt,
        r.TenderOpenedAt,
        r.BidsOpenedAt,
        r.AwardedAt,
        r.AcceptBy,
        r.AcceptanceEndedAt,
        r.EndedAt,
        r.EndReason,
        r.EndCode,
        r.TermsVersion,
        r.QuestionsCloseAt,
        new UnansweredDetails(r.Unanswered, r.UnansweredExtendDays, r.UnansweredExtendTimes),
        r.ReminderHours,
        r.StandstillUnit,
        r.RecurrenceRule,
        r.PredecessorId == null ? null : r.PredecessorId.Value.Value,
        r.OpeningNeeds,
        r.OpeningApprovedBy,
        r.OpeningApprovedAt,
        r.BidsOpenedBy,
        Array.Empty<AllowedTransition>(),
        r.Version,
        RoundEvaluationResponse.Of(r.Evaluation),
        TradeDetails.Of(r.Trade),
        AgreementDetails.Of(r.Agreement),
        SharingDetails.Of(r.Sharing));

    private static readonly Func<Round, RoundResponse> FromAggregate = Projection.Compile();

    public static RoundResponse Of(Round round, DateTimeOffset now) => FromAggregate(round).At(now);

    public RoundResponse At(DateTimeOffset now)
    {
        var acceptsUntil = State == RoundState.Awarded && AcceptanceEndedAt is null ? AcceptBy : null;
        var position = new RoundPosition(State, NeedsCloseAt, ConfirmBy, BidsCloseAt, StandstillEndsAt, WaitsSince is not null, acceptsUntil);
        return this with { AllowedTransitions = [.. Enum.GetValues<RoundStep>().Select(step => Judge(position, step, now))] };
    }

    private static AllowedTransition Judge(RoundPosition position, RoundStep step, DateTimeOffset now)
    {
        var verdict = position.Judge(step, now);
        return new AllowedTransition(step, verdict.Allowed, verdict.Reason, verdict.AvailableFrom);
    }

    private static List<Guid> Plain(IReadOnlyList<GroupId> ids) => [.. ids.Select(id => id.Value)];
}
