namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>An amount that is to go from one account to another.</summary>
/// <param name="Amount">Neither part is negative, and the whole is positive.</param>
public readonly record struct Movement(Account From, Account To, NetAndVat Amount);

/// <summary>What is posted for a period of a lot so far, by account.</summary>
/// <param name="VatRounding">What came from there.</param>
public sealed record PostedPeriod(IReadOnlyDictionary<MemberId, NetAndVat> Members, NetAndVat Supplier, long VatRounding)
{
    public static readonly PostedPeriod Nothing = new(new Dictionary<MemberId, NetAndVat>(), default, 0);

    /// <param name="transfers">All there are of the period.</param>
    public static PostedPeriod Of(IEnumerable<Transfer> transfers)
    {
        var members = new Dictionary<MemberId, NetAndVat>();
        var (supplier, rounding) = (default(NetAndVat), 0L);
        foreach (var transfer in transfers)
        {
            var moved = new NetAndVat(transfer.Amount - transfer.Vat, transfer.Vat);
            Count(transfer.FromKind, transfer.FromOwner, moved);
            Count(transfer.ToKind, transfer.ToOwner, -moved);
        }

        return new PostedPeriod(members, supplier, rounding);

        void Count(AccountKind kind, Guid owner, NetAndVat moved)
        {
            if (kind == AccountKind.Member)
                members[new MemberId(owner)] = members.GetValueOrDefault(new MemberId(owner)) + moved;
            else if (kind == AccountKind.Supplier)
                supplier -= moved;
            else if (kind == AccountKind.VatRounding)
                rounding = checked(rounding + moved.Vat);
        }
    }
}

/// <summary>Turns what is due into movements between accounts: only the differences from what is posted, through the round's clearing
/// account, which they leave at zero.</summary>
public static class Posting
{
    public static IReadOnlyList<Movement> Difference(Account clearing, Account supplier, Account vatRounding, PeriodDue due, PostedPeriod posted)
    {
        var movements = new List<Movement>(due.Members.Count + 1);
        foreach (var member in due.Members)
            Move(movements, Account.Of(member.MemberId), clearing, member.Amount - posted.Members.GetValueOrDefault(member.MemberId));
        var named = due.Members.Select(member => member.MemberId).ToHashSet();
        foreach (var (member, amount) in posted.Members.Where(entry => !named.Contains(entry.Key)).OrderBy(entry => entry.Key.Value))
            Move(movements, Account.Of(member), clearing, -amount);
        Move(movements, vatRounding, clearing, new NetAndVat(0, due.VatRounding - posted.VatRounding));
        Move(movements, clearing, supplier, due.Supplier - posted.Supplier);
        return movements;
    }

    /// <summary>A transfer moves a positive amount with VAT in it: what goes the other way is a transfer back, and where net and VAT go
    /// opposite ways there are two.</summary>
    private static void Move(List<Movement> movements, Account from, Account to, NetAndVat amount)
    {
        if (amount is { Net: < 0, Vat: <= 0 } or { Net: <= 0, Vat: < 0 })
            (from, to, amount) = (to, from, -amount);
        if (amount is { Net: >= 0, Vat: >= 0 })
        {
            if (amount.Gross > 0)
                movements.Add(new Movement(from, to, amount));
            return;
        }

        Move(movements, from, to, amount with { Vat = 0 });
        Move(movements, from, to, amount with { Net = 0 });
    }
}
