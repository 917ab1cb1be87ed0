namespace OpportunityKnocks.Purchasing.Domain;

/// <summary>A typed identifier: a UUID that cannot be mistaken for that of another kind of thing. Plain UUIDs on the wire.</summary>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

public readonly record struct ClusterId(Guid Value) : IId<ClusterId>
{
    public static ClusterId New() => new(Guid.CreateVersion7());

    public static ClusterId From(Guid value) => new(value);
}

public readonly record struct GroupId(Guid Value) : IId<GroupId>
{
    public static GroupId New() => new(Guid.CreateVersion7());

    public static GroupId From(Guid value) => new(value);
}

public readonly record struct OrganisationId(Guid Value) : IId<OrganisationId>
{
    public static OrganisationId New() => new(Guid.CreateVersion7());

    public static OrganisationId From(Guid value) => new(value);
}

public readonly record struct MemberId(Guid Value) : IId<MemberId>
{
    public static MemberId New() => new(Guid.CreateVersion7());

    public static MemberId From(Guid value) => new(value);
}

public readonly record struct ApiClientId(Guid Value) : IId<ApiClientId>
{
    public static ApiClientId New() => new(Guid.CreateVersion7());

    public static ApiClientId From(Guid value) => new(value);
}

public readonly record struct NeedId(Guid Value) : IId<NeedId>
{
    public static NeedId New() => new(Guid.CreateVersion7());

    public static NeedId From(Guid value) => new(value);
}

public readonly record struct RoundId(Guid Value) : IId<RoundId>
{
    public static RoundId New() => new(Guid.CreateVersion7());

    public static RoundId From(Guid value) => new(value);
}

public readonly record struct LotId(Guid Value) : IId<LotId>
{
    public static LotId New() => new(Guid.CreateVersion7());

    public static LotId From(Guid value) => new(value);
}

public readonly record struct RequirementId(Guid Value) : IId<RequirementId>
{
    public static RequirementId New() => new(Guid.CreateVersion7());

    public static RequirementId From(Guid value) => new(value);
}

/// <summary>A bid's id is random, not time-ordered: it must not tell when, or that, a bid was made.</summary>
public readonly record struct BidId(Guid Value) : IId<BidId>
{
    public static BidId New() => new(Guid.NewGuid());

    public static BidId From(Guid value) => new(value);
}

public readonly record struct AwardId(Guid Value) : IId<AwardId>
{
    public static AwardId New() => new(Guid.CreateVersion7());

    public static AwardId From(Guid value) => new(value);
}

public readonly record struct ShareId(Guid Value) : IId<ShareId>
{
    public static ShareId New() => new(Guid.CreateVersion7());

    public static ShareId From(Guid value) => new(value);
}

public readonly record struct CommitmentId(Guid Value) : IId<CommitmentId>
{
    public static CommitmentId New() => new(Guid.CreateVersion7());

    public static CommitmentId From(Guid value) => new(value);
}

public readonly record struct SettlementId(Guid Value) : IId<SettlementId>
{
    public static SettlementId New() => new(Guid.CreateVersion7());

    public static SettlementId From(Guid value) => new(value);
}

public readonly record struct TransferId(Guid Value) : IId<TransferId>
{
    public static TransferId New() => new(Guid.CreateVersion7());

    public static TransferId From(Guid value) => new(value);
}

public readonly record struct JournalEntryId(Guid Value) : IId<JournalEntryId>
{
    public static JournalEntryId New() => new(Guid.CreateVersion7());

    public static JournalEntryId From(Guid value) => new(value);
}

/// <summary>A question's id is random: it must not tell in which order questions came.</summary>
public readonly record struct QuestionId(Guid Value) : IId<QuestionId>
{
    public static QuestionId New() => new(Guid.NewGuid());

    public static QuestionId From(Guid value) => new(value);
}

public readonly record struct ReminderId(Guid Value) : IId<ReminderId>
{
    public static ReminderId New() => new(Guid.CreateVersion7());

    public static ReminderId From(Guid value) => new(value);
}

public readonly record struct SubscriptionId(Guid Value) : IId<SubscriptionId>
{
    public static SubscriptionId New() => new(Guid.CreateVersion7());

    public static SubscriptionId From(Guid value) => new(value);
}

public readonly record struct DeliveryId(Guid Value) : IId<DeliveryId>
{
    public static DeliveryId New() => new(Guid.CreateVersion7());

    public static DeliveryId From(Guid value) => new(value);
}

public readonly record struct ProposalId(Guid Value) : IId<ProposalId>
{
    public static ProposalId New() => new(Guid.CreateVersion7());

    public static ProposalId From(Guid value) => new(value);
}

public readonly record struct QualityCriterionId(Guid Value) : IId<QualityCriterionId>
{
    public static QualityCriterionId New() => new(Guid.CreateVersion7());

    public static QualityCriterionId From(Guid value) => new(value);
}

public readonly record struct InterestDeclarationId(Guid Value) : IId<InterestDeclarationId>
{
    public static InterestDeclarationId New() => new(Guid.CreateVersion7());

    public static InterestDeclarationId From(Guid value) => new(value);
}

public readonly record struct ScoreSheetId(Guid Value) : IId<ScoreSheetId>
{
    public static ScoreSheetId New() => new(Guid.CreateVersion7());

    public static ScoreSheetId From(Guid value) => new(value);
}

public readonly record struct ConsensusId(Guid Value) : IId<ConsensusId>
{
    public static ConsensusId New() => new(Guid.CreateVersion7());

    public static ConsensusId From(Guid value) => new(value);
}

public readonly record struct ScoringRecordId(Guid Value) : IId<ScoringRecordId>
{
    public static ScoringRecordId New() => new(Guid.CreateVersion7());

    public static ScoringRecordId From(Guid value) => new(value);
}

public readonly record struct GrantId(Guid Value) : IId<GrantId>
{
    public static GrantId New() => new(Guid.CreateVersion7());

    public static GrantId From(Guid value) => new(value);
}

public readonly record struct InvoiceId(Guid Value) : IId<InvoiceId>
{
    public static InvoiceId New() => new(Guid.CreateVersion7());

    public static InvoiceId From(Guid value) => new(value);
}

public readonly record struct SupplyRecordId(Guid Value) : IId<SupplyRecordId>
{
    public static SupplyRecordId New() => new(Guid.CreateVersion7());

    public static SupplyRecordId From(Guid value) => new(value);
}

public readonly record struct PaymentId(Guid Value) : IId<PaymentId>
{
    public static PaymentId New() => new(Guid.CreateVersion7());

    public static PaymentId From(Guid value) => new(value);
}

public readonly record struct BankLineId(Guid Value) : IId<BankLineId>
{
    public static BankLineId New() => new(Guid.CreateVersion7());

    public static BankLineId From(Guid value) => new(value);
}

public readonly record struct AwardScenarioId(Guid Value) : IId<AwardScenarioId>
{
    public static AwardScenarioId New() => new(Guid.CreateVersion7());

    public static AwardScenarioId From(Guid value) => new(value);
}

public readonly record struct BidDocumentId(Guid Value) : IId<BidDocumentId>
{
    public static BidDocumentId New() => new(Guid.NewGuid());

    public static BidDocumentId From(Guid value) => new(value);
}

public readonly record struct PriceInquiryId(Guid Value) : IId<PriceInquiryId>
{
    public static PriceInquiryId New() => new(Guid.CreateVersion7());

    public static PriceInquiryId From(Guid value) => new(value);
}
