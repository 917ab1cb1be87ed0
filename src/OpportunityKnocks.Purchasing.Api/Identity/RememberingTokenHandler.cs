using System.Collections.Concurrent;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>Checks a token's signature once, not at every request: it is the most expensive part of a small request. Only tokens that
/// were found good are remembered, and whether one has expired is asked every time.</summary>
public sealed class RememberingTokenHandler : JsonWebTokenHandler
{
    private const int Most = 4_096;

    private readonly ConcurrentDictionary<string, TokenValidationResult> _good = new(StringComparer.Ordinal);

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (_good.TryGetValue(token, out var known) && IsCurrent(known.SecurityToken, validationParameters))
            return known;

        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (!result.IsValid)
        {
            _good.TryRemove(token, out _);
            return result;
        }

        if (_good.Count >= Most)
            _good.Clear();
        _good[token] = result;
        return result;
    }

    private static bool IsCurrent(SecurityToken token, TokenValidationParameters parameters)
    {
        try
        {
            Validators.ValidateLifetime(token.ValidFrom, token.ValidTo, token, parameters);
            return true;
        }
        catch (SecurityTokenException)
        {
            // The full check says what is wrong.
            return false;
        }
    }
}
