namespace OpportunityKnocks.Purchasing.Domain;

/// <summary>What kind of answer a refusal is; the HTTP status follows from it.</summary>
public enum RefusalKind
{
    /// <summary>The request is well formed but a rule of the business forbids it now (409).</summary>
    Rule,

    /// <summary>The request itself is wrong, whatever the state of the world (400).</summary>
    Invalid,

    /// <summary>The thing is not there, or not for this caller to see (404).</summary>
    NotFound,

    /// <summary>The thing is visible, but this caller's role may not do that with it (403).</summary>
    Forbidden,
}

/// <summary>One named way of saying no. Every refusal is a static field of a catalogue beside its aggregate, so that the
/// specification can list every code.</summary>
/// <param name="Code">Stable, camelCase; part of the API.</param>
/// <param name="Title">The same sentence every time; the detail is in the exception's message.</param>
public sealed record Refusal(string Code, string Title, RefusalKind Kind = RefusalKind.Rule)
{
    /// <param name="detail">What happened in this case and what the caller can do about it.</param>
    public DomainException Because(string detail) => new(this, detail);
}

/// <summary>The business refuses. Nothing was changed.</summary>
public sealed class DomainException(Refusal refusal, string detail) : Exception(detail)
{
    public Refusal Refusal { get; } = refusal;

    public string Code => Refusal.Code;
}
