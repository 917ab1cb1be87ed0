using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Awards.Optimum;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Api.Awards;

/// <summary>An organisation by id and name.</summary>
public sealed record NamedOrganisation(Guid Id, string Name);

/// <summary>Amounts over the whole term.</summary>
/// <param name="UnrecoveredVat">The part of the VAT that cannot be got back.</param>
/// <param name="Gross">Net and VAT: what is paid.</param>
/// <param name="Cost">Net and unrecovered VAT: what it costs in the end.</param>
public sealed record AwardTotals(Money Net, Money Vat, Money UnrecoveredVat, Money Gross, Money Cost)
{
    public static AwardTotals Of(long net, long vat, long unrecoveredVat, Currency currency) => new(
        new Money(net, currency),
        new Money(vat, currency),
        new Money(unrecoveredVat, currency),
        new Money(net + vat, currency),
        new Money(net + unrecoveredVat, currency));
}

/// <summary>What a lot's winner supplies, and what it asks.</summary>
/// <param name="Quantity">Units per period it supplies.</param>
/// <param name="Packages">Those of its packages that were taken with units of the lot; their prices are part of the line.</param>
/// <param name="DiscountPercent">The volume discount off its prices per unit.</param>
/// <param name="UnitPrice">What everyone pays per unit and period, fees apart: line total / quantity.</param>
/// <param name="LineTotalPerPeriod">What the supplier charges all members together in each period, fees apart.</param>
public sealed record AwardWinner(
    NamedOrganisation Supplier,
    long Quantity,
    IReadOnlyList<string> Packages,
    Percent DiscountPercent,
    ExactAmount UnitPrice,
    Money LineTotalPerPeriod,
    Money FixedFee,
    Money FeePerMember,
    VatCategory VatCategory,
    Percent VatRate,
    AwardTotals Totals);

/// <summary>One offer for a lot, as it was compared.</summary>
/// <param name="Rank">From 1; left out if the offer cannot supply the demand, and then <paramref name="Unsuitable"/> says why.</param>
/// <param name="Factor">1 + VAT rate x share of the demand that cannot recover it.</param>
/// <param name="EvaluatedCost">Unrounded net cost x factor, exact.</param>
public sealed record AwardCandidate(
    NamedOrganisation Supplier, Guid BidId, int? Rank, Money? Net, string? Factor, string? EvaluatedCost, NotAwardedReason? Unsuitable);

/// <summary>How one lot ended. A lot with several suppliers is there once for each.</summary>
/// <param name="Part">1, 2, ... for the suppliers of a lot.</param>
/// <param name="Quantity">Units per period of those who stayed.</param>
/// <param name="Winner">Left out if the lot is not awarded; then <paramref name="NotAwarded"/> says why.</param>
/// <param name="Candidates">Every offer for the lot, the best first; for coordinators and auditors.</param>
public sealed record AwardLot(
    Guid LotId,
    int Number,
    string Title,
    int Part,
    long Quantity,
    int Members,
    int Periods,
    AwardWinner? Winner,
    NotAwardedReason? NotAwarded,
    IReadOnlyList<AwardCandidate>? Candidates);

/// <summary>How a lot stood in one pass.</summary>
/// <param name="SupplierIds">Where all lots were awarded together: those who supplied it.</param>
public sealed record AwardPassLot(
    Guid LotId,
    long Quantity,
    int Members,
    Guid? SupplierId,
    Money? Net,
    string? EvaluatedCost,
    NotAwardedReason? NotAwarded,
    IReadOnlyList<Guid>? SupplierIds);

/// <summary>One pass: pool, award, and see whom the price is too high for.</summary>
/// <param name="NeedsLeft">How many needs left after it; none after the last.</param>
/// <param name="Outcome">Where all lots were awarded together: whether that is proved to be the best, or the best that was found.</param>
/// <param name="EvaluatedCost">Of that award, exact.</param>
/// <param name="Bound">No award has a lower one.</param>
public sealed record AwardPassSummary(
    int Number, int NeedsLeft, IReadOnlyList<AwardPassLot> Lots, OptimumOutcome? Outcome, string? EvaluatedCost, string? Bound);

/// <summary>A need that left, and why.</summary>
/// <param name="Pass">After which pass.</param>
/// <param name="Standing">Above its own ceiling, or with its bundle.</param>
/// <param name="Ceiling">The most its member would have paid per unit and period, all in.</param>
/// <param name="CostPerUnit">What it would have paid; left out if its lot had no winner in that pass.</param>
public sealed record AwardDeparture(
    Guid NeedId, Guid MemberId, Guid LotId, int Pass, NeedStanding Standing, UnitPrice? Ceiling, ExactAmount? CostPerUnit);

/// <summary>What closing a round fixed.</summary>
/// <param name="Supersedes">The award whose place it took, because not everyone accepted that one.</param>
/// <param name="Rules">What the coordinator demanded of it; left out if nothing.</param>
/// <param name="Proved">Whether no award under these rules has a lower evaluated cost; otherwise it is the best that was found.</param>
/// <param name="Members">How many different members are served.</param>
/// <param name="Totals">Over all lots; the shares sum to them.</param>
/// <param name="Passes">How the award came about; for coordinators and auditors.</param>
/// <param name="Departures">The needs that left: all of them for coordinators and auditors, a member sees its own.</param>
/// <param name="Withdrawal">A withdrawal that awaits another person; for coordinators and auditors.</param>
public sealed record AwardResponse(
    Guid Id,
    Guid RoundId,
    AwardState State,
    Guid? Supersedes,
    string Reason,
    DateTimeOffset AwardedAt,
    AwardRuleDetails? Rules,
    bool Proved,
    int Members,
    AwardTotals Totals,
    IReadOnlyList<AwardLot> Lots,
    IReadOnlyList<AwardPassSummary>? Passes,
    IReadOnlyList<AwardDeparture> Departures,
    int Version,
    ProposedWithdrawal? Withdrawal = null) : IVersioned;
