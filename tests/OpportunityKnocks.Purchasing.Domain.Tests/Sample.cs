using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>Short words for the parts of a small round. Members, suppliers, lots and needs are known by number.</summary>
internal static class Sample
{
    public static readonly Currency Gbp = Currency.Of("GBP");

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    public static MemberId Member(int number) => new(Id(number));

    public static OrganisationId Supplier(int number) => new(Id(number));

    public static LotTerms Lot(int number, int periods = 1) => new(new LotId(Id(number)), number, periods);

    public static PooledNeed Need(
        int number, int member, long quantity, string? ceiling = null, string? bundle = null, int lot = 1) =>
        new(
            new NeedId(Id(number)), Member(member), Lot(lot).Id, quantity,
            ceiling is null ? null : UnitPrice.Parse(ceiling), bundle);

    public static PriceSchedule Flat(string price, long from = 1) => AllUnits((from, price));

    public static PriceSchedule AllUnits(params (long From, string Price)[] tiers) => Schedule(PriceBasis.AllUnits, tiers);

    public static PriceSchedule Incremental(params (long From, string Price)[] tiers) => Schedule(PriceBasis.Incremental, tiers);

    public static PriceSchedule Schedule(PriceBasis basis, params (long From, string Price)[] tiers) =>
        PriceSchedule.Create(basis, tiers.Select(tier => new PriceTier(tier.From, UnitPrice.Parse(tier.Price))));

    public static LotOffer Offer(
        PriceSchedule prices, string fixedFee = "0", string feePerMember = "0", long? capacity = null, string vat = "20", int lot = 1) =>
        new(
            Lot(lot).Id, prices, Money.Parse(fixedFee, Gbp), Money.Parse(feePerMember, Gbp), capacity,
            vat == "0" ? VatCategory.Zero : VatCategory.Standard, Percent.Parse(vat));

    public static BidOffer Bid(int supplier, params LotOffer[] offers) => new(new BidId(Id(1000 + supplier)), Supplier(supplier), offers);

    public static AwardProblem Round(
        IEnumerable<PooledNeed> needs,
        IEnumerable<BidOffer> bids,
        IEnumerable<LotTerms>? lots = null,
        FeePolicy policy = FeePolicy.ByValue,
        params (int Member, string Percent)[] vatRecovery) =>
        new(
            Gbp, policy, lots ?? [Lot(1)], needs,
            vatRecovery.ToDictionary(entry => Member(entry.Member), entry => Percent.Parse(entry.Percent)), bids);
}
