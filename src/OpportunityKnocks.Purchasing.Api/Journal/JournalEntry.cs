using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Journal;

/// <summary>Who may see a journal entry in the feed. Coordinators and auditors see all of them.</summary>
public enum Audience
{
    /// <summary>Every member of the cluster.</summary>
    Cluster,

    /// <summary>Coordinators and auditors only.</summary>
    Coordinator,

    /// <summary>The member it is about, besides coordinators and auditors.</summary>
    Member,
}

/// <summary>Everything that can happen in a cluster.</summary>
public enum EventType
{
    ClusterFounded,
    ClusterChanged,
    GroupFormed,
    GroupChanged,
    MemberJoined,
    MemberChanged,
    SupplierDecided,
    NeedSubmitted,
    NeedChanged,
    NeedPooled,
    NeedWithdrawn,
    NeedPricedOut,
    NeedReleased,
    RoundDrafted,
    RoundRedrafted,
    RoundPublished,
    CollectionStopped,
    CollectionClosed,
    RoundExtended,
    BidsSealed,
    BidsOpened,
    BidExcluded,
    RoundClosed,
    RoundContracted,
    RoundSettled,
    RoundCancelled,
    RoundNotReached,
    SettlementPosted,
    TenderOpened,
    RoundWaits,
    RoundAmended,
    QuestionAsked,
    QuestionAnswered,
    RoundReminder,
    SubscriptionMade,
    SubscriptionChanged,
    SubscriptionPaused,
    SubscriptionEnded,
    NeedConfirmed,
    NeedChosen,
    NeedProposed,
    ProposalDeclined,
    CommitmentAccepted,
    CommitmentDeclined,
    AcceptanceEnded,
    OpeningApproved,
    BidInvalid,
    InterestDeclared,
    BidScored,
    ScoresStruck,
    ConsensusRecorded,
    GrantRecorded,
    GrantChanged,
    GrantEnded,
    InvoiceIssued,
    SupplyRecorded,
    SettlementCorrected,
    AwardScenarioRequested,
    AwardScenarioStopped,
    AwardScenarioEnded,
    PriceQuestioned,
    PriceExplained,
    LowPriceDecided,
    AwardWithdrawalProposed,
    AwardWithdrawn,
    CommitmentMade,
    CommitmentChanged,
    PaymentRecorded,
    BankLineImported,
    SupplierInvoiceRecorded,
}

/// <summary>What kind of thing an entry is about.</summary>
public enum SubjectKind
{
    Cluster,
    Group,
    Member,
    Supplier,
    Need,
    Round,
    Bid,
    Award,
    Settlement,
    Question,
    Reminder,
    Subscription,
    Proposal,
    Commitment,
    InterestDeclaration,
    ScoreSheet,
    Consensus,
    Grant,
    Invoice,
    SupplyRecord,
    AwardScenario,
    PriceInquiry,
    Payment,
    BankLine,
    Charge,
}

/// <summary>One thing that happened to one aggregate: written in the transaction of the effect, without a position; the
/// <see cref="Sequencer"/> gives it position and hash after the commit.</summary>
public sealed class JournalEntry
{
    private JournalEntry()
    {
    }

    public ClusterId ClusterId { get; private set; }

    public JournalEntryId Id { get; private set; }

    /// <summary>1, 2, 3, ... in the cluster, without gaps; null until sequenced.</summary>
    public long? Position { get; private set; }

    public EventType Type { get; private set; }

    public string Actor { get; private set; } = "";

    public SubjectKind SubjectKind { get; private set; }

    public Guid SubjectId { get; private set; }

    /// <summary>The subject's version after the effect; unique per subject, so that no effect is told twice.</summary>
    public int SubjectVersion { get; private set; }

    public Audience Audience { get; private set; }

    public RoundId? RoundId { get; private set; }

    public MemberId? MemberId { get; private set; }

    /// <summary>The lot whose demand this changed, with the change; null when none did.</summary>
    public LotId? LotId { get; private set; }

    public long QuantityChange { get; private set; }

    public int NeedsChange { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>What there is to know besides, as JSON text; kept to the byte, for the hash.</summary>
    public string Payload { get; private set; } = "{}";

    public DateTimeOffset At { get; private set; }

    /// <summary>The database's clock at the insert: the order in which the sequencer takes entries.</summary>
    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>SHA-256 over the previous entry's hash and this entry; null until sequenced.</summary>
    public byte[]? Hash { get; private set; }

    internal static JournalEntry Of(
        ClusterId cluster, EventType type, string actor, (SubjectKind Kind, Guid Id, int Version) subject, DateTimeOffset at, string payload) => new()
        {
            ClusterId = cluster,
            Id = JournalEntryId.New(),
            Type = type,
            Actor = actor,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            SubjectVersion = subject.Version,
            At = at,
            Payload = payload,
        };

    /// <summary>Says which round and member the entry is about, and who may see it.</summary>
    public JournalEntry For(Audience audience, RoundId? round = null, MemberId? member = null)
    {
        (Audience, RoundId, MemberId) = (audience, round, member);
        return this;
    }

    /// <summary>Says how the entry changed a lot's demand.</summary>
    public JournalEntry Demand(LotId? lot, long quantityChange, int needsChange)
    {
        (LotId, QuantityChange, NeedsChange) = lot is null ? (null, 0L, 0) : (lot, quantityChange, needsChange);
        return this;
    }

    public JournalEntry Because(string? reason)
    {
        Reason = reason;
        return this;
    }
}
