using OpportunityKnocks.Purchasing.Domain.CostSharing;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>A change of what a member takes of a lot from a day on.</summary>
/// <param name="Number">Rises with each change of one member's: the latest that has begun counts.</param>
/// <param name="Quantity">Units per period; 0 once it has left.</param>
public readonly record struct LotLine(MemberId MemberId, int Number, DateOnly From, long Quantity);

/// <summary>What is agreed with one member for one charge period.</summary>
/// <param name="Fees">What it owes in this period besides its part of the line, net, in minor units.</param>
public readonly record struct AgreedPart(MemberId MemberId, long Quantity, long Fees);

/// <summary>What one supplier supplies of a lot, to whom and at what price, over the term: what the award fixed and every change since.
/// Fees stay as the award shared them; who joins later pays the fee for serving it in its first period and no part of the fixed fee,
/// which is paid by then.</summary>
public sealed class AgreedLot
{
    private readonly SortedDictionary<Guid, MemberShare?> _members = [];
    private readonly IReadOnlyList<MemberShare> _awarded;
    private readonly IReadOnlyList<LotLine> _lines;
    private readonly ILookup<MemberId, LotLine> _later;

    /// <param name="cost">What the supplier costs as the award fixed it.</param>
    /// <param name="awarded">Everyone's share as the award fixed it.</param>
    /// <param name="later">The changes since, in any order.</param>
    public AgreedLot(LotCost cost, Term term, IReadOnlyList<MemberShare> awarded, IReadOnlyList<LotLine> later)
    {
        (Cost, Term, _awarded, _lines) = (cost, term, awarded, later);
        _later = later.OrderByDescending(line => line.Number).ToLookup(line => line.MemberId);
        foreach (var share in awarded)
            _members.Add(share.Member.MemberId.Value, share);
        foreach (var line in later)
            _members.TryAdd(line.MemberId.Value, null);
    }

    /// <summary>As the award fixed it.</summary>
    public LotCost Cost { get; }

    public LotOffer Offer => Cost.Offer;

    public Term Term { get; }

    /// <summary>Whether one supplier supplies just what the members need, by its price schedule: only then a new total has a price.</summary>
    public bool IsOneSupply => Cost.Part.ByPackages == 0 && Cost.Supplied == Cost.Part.Demand;

    /// <summary>The same with one change more.</summary>
    public AgreedLot With(LotLine line) => new(Cost, Term, _awarded, [.. _lines, line]);

    /// <summary>The number of a member's latest change; 1 stands for the award's own line, 0 for none.</summary>
    public int LastNumberOf(MemberId member) => _later[member].Select(line => line.Number).FirstOrDefault(ShareOf(member) is null ? 0 : 1);

    /// <summary>What a member was awarded, or joined with last.</summary>
    public long AgreedFirst(MemberId member)
    {
        var first = ShareOf(member)?.Units ?? 0;
        foreach (var line in _later[member].Reverse())
            first = line.Quantity == 0 || first == 0 ? line.Quantity : first;
        return first;
    }

    /// <summary>Everyone whom the award serves, and who takes something in the period, in the order of the ids.</summary>
    /// <param name="period">From 1.</param>
    public IReadOnlyList<AgreedPart> PartsIn(int period)
    {
        var parts = new List<AgreedPart>(_members.Count);
        foreach (var (id, share) in _members)
        {
            var part = new AgreedPart(new MemberId(id), QuantityOf(new MemberId(id), period), FeesOf(new MemberId(id), share, period));
            if (share is not null || part.Quantity > 0)
                parts.Add(part);
        }

        return parts;
    }

    /// <summary>Units of one member in a period.</summary>
    public long QuantityOf(MemberId member, int period) => LineOf(member, period)?.Quantity ?? ShareOf(member)?.Units ?? 0;

    /// <summary>The units of one member in a period that it is charged by: where the lot has several suppliers, all it needs of the lot.</summary>
    public long ChargedQuantityOf(MemberId member, int period) => IsOneSupply ? QuantityOf(member, period) : ShareOf(member)?.Member.Quantity ?? 0;

    /// <summary>Units of all members in a period.</summary>
    public long QuantityIn(int period) =>
        _members.Keys.Aggregate(0L, (sum, id) => checked(sum + QuantityOf(new MemberId(id), period)));

    /// <summary>What each member pays of the line if all is supplied as agreed, in the order of <see cref="PartsIn"/>: the award's own
    /// spread over the term while everybody takes what the award gave it; else the price of the new total, split by quantity.</summary>
    internal long[] LinesIn(int period, IReadOnlyList<AgreedPart> parts)
    {
        if (IsAsAwarded(parts))
            return [.. parts.Select(part => ShareOf(part.MemberId)!.Spread.AmountIn(period - 1))];
        var quantity = parts.Aggregate(0L, (sum, part) => checked(sum + part.Quantity));
        var total = quantity == 0 ? 0 : Offer.Prices.LineTotal(quantity, Offer.Currency, Cost.Part.Discount).MinorUnits;
        return Split(total, [.. parts.Select(part => (part.MemberId.Value, part.Quantity))]);
    }

    internal static long[] Split(long total, IReadOnlyList<(Guid Id, long Weight)> weights) =>
        [.. Allocation.Allocate(total, weights).Entries.Select(entry => entry.Amount)];

    private bool IsAsAwarded(IReadOnlyList<AgreedPart> parts) =>
        parts.All(part => ShareOf(part.MemberId) is { } share && share.Units == part.Quantity);

    private MemberShare? ShareOf(MemberId member) => _members.GetValueOrDefault(member.Value);

    private LotLine? LineOf(MemberId member, int period)
    {
        var day = Term.StartOf(period);
        foreach (var line in _later[member])
        {
            if (line.From <= day)
                return line;
        }

        return null;
    }

    private long FeesOf(MemberId member, MemberShare? share, int period)
    {
        if (share is not null)
            return period == 1 ? checked(share.FixedFee.MinorUnits + share.FeePerMember.MinorUnits) : 0;
        if (Offer.FeePerMember.MinorUnits == 0 || QuantityOf(member, period) == 0)
            return 0;
        return Enumerable.Range(1, period - 1).Any(earlier => QuantityOf(member, earlier) > 0) ? 0 : Offer.FeePerMember.MinorUnits;
    }
}
