namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>The request is not of the form the specification gives.</summary>
/// <param name="errors">Messages by camelCase field; the empty name is the request as a whole.</param>
public sealed class InvalidShapeException(IReadOnlyDictionary<string, string[]> errors) : Exception("The request does not have the right form.")
{
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;

    public static InvalidShapeException Of(string field, string message) =>
        new(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });
}
