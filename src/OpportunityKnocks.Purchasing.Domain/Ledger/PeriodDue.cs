namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>What one member owes for a period.</summary>
/// <param name="Quantity">Units it received.</param>
public readonly record struct MemberDue(MemberId MemberId, long Quantity, NetAndVat Amount);

/// <summary>What a charge period of a lot costs each member and what its supplier gets. The settlement of the period posts it, every
/// correction posts what it differs from what is posted, and <c>verify</c> computes it again: one pure function for all three.</summary>
/// <param name="Members">In the order of their ids.</param>
public sealed record PeriodDue(IReadOnlyList<MemberDue> Members, NetAndVat Supplier)
{
    /// <summary>VAT is half up per member; the supplier's own invoice may differ from the sum by pennies.</summary>
    public long VatRounding => checked(Supplier.Vat - Members.Sum(member => member.Amount.Vat));

    /// <param name="period">From 1.</param>
    /// <exception cref="DomainException"><see cref="LedgerRefusals.NotSupplied"/>, <see cref="LedgerRefusals.NothingToShareBy"/>,
    /// <see cref="LedgerRefusals.CreditAboveDue"/>, <see cref="LedgerRefusals.VatOutOfLine"/> or
    /// <see cref="MoneyRefusals.AmountTooLarge"/></exception>
    public static PeriodDue Of(AgreedLot lot, int period, PeriodFacts facts)
    {
        ArgumentNullException.ThrowIfNull(lot);
        ArgumentNullException.ThrowIfNull(facts);
        var parts = lot.PartsIn(period);
        if (facts.Received.Keys.Except(parts.Where(part => part.Quantity > 0).Select(part => part.MemberId)).Any())
            throw LedgerRefusals.NotSupplied.Because("Somebody is named who is to be supplied with nothing of this lot in this period.");

        var received = parts.Select(part => facts.Received.GetValueOrDefault(part.MemberId, part.Quantity)).ToArray();
        var nets = NetsOf(lot, period, parts, received, facts);
        var rate = facts.Invoice?.VatRate ?? lot.Offer.VatRate;
        var vat = facts.Invoice?.Amount.Vat ?? nets.Sum(rate.Of);
        nets = LessCredits(parts, nets, facts.Credited.Net);

        var due = new PeriodDue(
            [.. parts.Select((part, i) => new MemberDue(part.MemberId, received[i], new NetAndVat(nets[i], rate.Of(nets[i]))))],
            new NetAndVat(nets.Sum(), checked(vat - facts.Credited.Vat)));
        return due.Supplier.Vat >= 0 && long.Abs(due.VatRounding) <= parts.Count + facts.Papers
            ? due
            : throw LedgerRefusals.VatOutOfLine.Because(
                $"The supplier's VAT and the members' differ by {new Money(due.VatRounding, lot.Offer.Currency)}, more than a minor unit for each of them.");
    }

    private static long[] NetsOf(AgreedLot lot, int period, IReadOnlyList<AgreedPart> parts, long[] received, PeriodFacts facts)
    {
        var fees = parts.Select(part => part.Fees).ToArray();
        if (facts.Invoice is not { } invoice)
            return [.. LinesOf(lot, period, parts, received).Zip(fees, (line, fee) => checked(line + fee))];

        // The fees were agreed once; what else the supplier charges is for what was received.
        var rest = checked(invoice.Amount.Net - fees.Sum());
        if (rest < 0)
            return AgreedLot.Split(invoice.Amount.Net, Weighed(parts, fees));
        if (rest > 0 && received.All(quantity => quantity == 0))
            throw LedgerRefusals.NothingToShareBy.Because("Nobody received anything of this lot in this period.");
        return [.. AgreedLot.Split(rest, Weighed(parts, received)).Zip(fees, (line, fee) => checked(line + fee))];
    }

    /// <summary>What was received costs the unit price of the order (its line total / its quantity): who gets less than it ordered pays no
    /// dearer tier for it. Rounded half up, once.</summary>
    private static long[] LinesOf(AgreedLot lot, int period, IReadOnlyList<AgreedPart> parts, long[] received)
    {
        var agreed = lot.LinesIn(period, parts);
        if (parts.Select(part => part.Quantity).SequenceEqual(received))
            return agreed;

        var (total, ordered) = (received.Sum(), parts.Sum(part => part.Quantity));
        var line = Money.Checked(Rounding.HalfUp((Int128)agreed.Sum() * total, ordered), lot.Offer.Currency);
        return AgreedLot.Split(line.MinorUnits, Weighed(parts, received));
    }

    private static long[] LessCredits(IReadOnlyList<AgreedPart> parts, long[] nets, long credited)
    {
        if (credited > nets.Sum())
            throw LedgerRefusals.CreditAboveDue.Because("The credit notes come to more than the supplier is due for this lot and period.");
        return [.. nets.Zip(AgreedLot.Split(credited, Weighed(parts, nets)), (net, credit) => net - credit)];
    }

    private static (Guid, long)[] Weighed(IReadOnlyList<AgreedPart> parts, long[] weights) =>
        [.. parts.Select((part, i) => (part.MemberId.Value, weights[i]))];
}
