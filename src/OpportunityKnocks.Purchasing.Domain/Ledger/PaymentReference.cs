using System.Security.Cryptography;

namespace OpportunityKnocks.Purchasing.Domain.Ledger;

/// <summary>What a member or a supplier writes on its payments so that they are matched: M or S and eight letters and digits without those
/// that are mistaken for others (Crockford's base 32). It follows from the account, so that it never changes.</summary>
public static class PaymentReference
{
    public const int Length = 9;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <param name="party">A member's or a supplier's account.</param>
    public static string Of(Account party)
    {
        var hash = SHA256.HashData(party.Owner.ToByteArray(bigEndian: true));
        return string.Create(Length, (party.Kind, hash), (text, from) =>
        {
            text[0] = from.Kind == AccountKind.Member ? 'M' : 'S';
            for (var i = 1; i < text.Length; i++)
                text[i] = Alphabet[from.hash[i] % Alphabet.Length];
        });
    }

    /// <summary>The one account whose reference stands in a text, however it is spaced; null if there is none, or more than one.</summary>
    /// <param name="accounts">By reference; null where two accounts share one.</param>
    public static Account? Find(string text, IReadOnlyDictionary<string, Account?> accounts)
    {
        var plain = string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        var found = new HashSet<Account?>();
        for (var i = 0; i + Length <= plain.Length; i++)
        {
            if (plain[i] is 'M' or 'S' && accounts.TryGetValue(plain[i..(i + Length)], out var account))
                found.Add(account);
        }

        return found.Count == 1 ? found.Single() : null;
    }
}
