using OpportunityKnocks.Purchasing.Domain.Rounds;

namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>When a change of an agreement is judged.</summary>
/// <param name="Posted">How many charge periods of the lot are posted.</param>
public readonly record struct AgreementNow(int Posted, DateOnly Today);

/// <summary>Judges changes of what members take of a lot, by the terms that the tender froze. The new total must still be one that the
/// supplier offered a price for, in every period from then on.</summary>
public static class AgreementChange
{
    /// <summary>The line that changes, or with quantity 0 ends, what a member takes from a day on.</summary>
    /// <param name="from">The first day of a charge period.</param>
    /// <exception cref="DomainException">A refusal of <see cref="AgreementRefusals"/>.</exception>
    public static LotLine Vary(RoundAgreement terms, AgreedLot lot, long packSize, MemberId member, DateOnly from, long quantity, AgreementNow now)
    {
        var period = PeriodAhead(lot, from, now);
        if (lot.QuantityOf(member, period) == 0)
            throw AgreementRefusals.NotTaken.Because($"It takes nothing of this lot from {from:yyyy-MM-dd} on.");
        if (quantity == 0)
            RequireNotice(terms, lot.Term, period, now);
        else
            RequireWithin(terms, lot.AgreedFirst(member), quantity);
        return Line(lot, packSize, member, period, quantity);
    }

    /// <summary>The line with which a member joins.</summary>
    /// <inheritdoc cref="Vary"/>
    public static LotLine Join(RoundAgreement terms, AgreedLot lot, long packSize, MemberId member, DateOnly from, long quantity, AgreementNow now)
    {
        if (!terms.JoiningAllowed)
            throw AgreementRefusals.JoiningNotAllowed.Because("The tender did not say that members can join later.");
        var period = PeriodAhead(lot, from, now);
        for (var later = period; later <= lot.Term.Periods; later++)
        {
            if (lot.QuantityOf(member, later) > 0)
                throw AgreementRefusals.AlreadyIn.Because($"It takes {lot.QuantityOf(member, later)} units from {lot.Term.StartOf(later):yyyy-MM-dd} on.");
        }

        return Line(lot, packSize, member, period, quantity);
    }

    private static int PeriodAhead(AgreedLot lot, DateOnly from, AgreementNow now)
    {
        if (!lot.IsOneSupply)
            throw AgreementRefusals.Fixed.Because("It has several suppliers, packages, or more is ordered than is needed.");
        var next = Math.Max(now.Posted + 1, FirstAfter(lot.Term, now.Today));
        for (var period = next; period <= lot.Term.Periods; period++)
        {
            if (lot.Term.StartOf(period) == from)
                return period;
        }

        throw AgreementRefusals.NotAhead.Because(next > lot.Term.Periods
            ? "The last period has begun or is posted."
            : $"The next period that can change starts on {lot.Term.StartOf(next):yyyy-MM-dd}.");
    }

    private static int FirstAfter(Term term, DateOnly today)
    {
        var period = 1;
        while (period <= term.Periods && term.StartOf(period) <= today)
            period++;
        return period;
    }

    private static void RequireNotice(RoundAgreement terms, Term term, int period, AgreementNow now)
    {
        if (terms.LeavingNoticePeriods is not { } notice)
            throw AgreementRefusals.LeavingNotAllowed.Because("The tender did not say that members can leave.");
        var earliest = FirstAfter(term, now.Today) + notice;
        if (period < earliest)
        {
            throw AgreementRefusals.NoticeTooShort.Because(earliest > term.Periods
                ? $"Notice is {notice} periods; the term ends before."
                : $"Notice is {notice} periods: it can leave from {term.StartOf(earliest):yyyy-MM-dd} on.");
        }
    }

    private static void RequireWithin(RoundAgreement terms, long first, long quantity)
    {
        var (least, most) = ((Int128)first * (100 - terms.VariationDownPercent), (Int128)first * (100 + terms.VariationUpPercent));
        if ((Int128)quantity * 100 < least || (Int128)quantity * 100 > most)
        {
            throw AgreementRefusals.VariationTooLarge.Because(
                $"Of {first} units it may lower {terms.VariationDownPercent} % and raise {terms.VariationUpPercent} %.");
        }
    }

    private static LotLine Line(AgreedLot lot, long packSize, MemberId member, int period, long quantity)
    {
        var line = new LotLine(member, Math.Max(lot.LastNumberOf(member), 1) + 1, lot.Term.StartOf(period), quantity);
        var changed = lot.With(line);
        for (var later = period; later <= lot.Term.Periods; later++)
        {
            var total = changed.QuantityIn(later);
            if (!lot.Offer.CanSupply(total) || total % packSize != 0)
            {
                throw AgreementRefusals.OutsideOffer.Because(
                    $"From {lot.Term.StartOf(later):yyyy-MM-dd} on there would be {total} units in all; the supplier supplies from "
                    + $"{lot.Offer.Prices.MinimumQuantity} to {lot.Offer.Capacity?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any number"}"
                    + (packSize > 1 ? $", in packs of {packSize}." : "."));
            }
        }

        return line;
    }
}
