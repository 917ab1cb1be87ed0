using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>The refusals that belong to the protocol, not to the business.</summary>
public static class HttpRefusals
{
    public static readonly Refusal NotFound = new("notFound", "There is nothing here that you may see.", RefusalKind.NotFound);
    public static readonly Refusal WrongRole = new("wrongRole", "Your role may not do this.", RefusalKind.Forbidden);
    public static readonly Refusal MissingScope = new("missingScope", "The token does not carry the scope this needs.", RefusalKind.Forbidden);
    public static readonly Refusal InvalidRequest = new("invalidRequest", "The request does not have the right form.", RefusalKind.Invalid);

    // These carry a status of their own; Problems names it.
    public static readonly Refusal NotSignedIn = new("notSignedIn", "Sign in first.");
    public static readonly Refusal MethodNotAllowed = new("methodNotAllowed", "This address does not know that method.");
    public static readonly Refusal TooLarge = new("requestTooLarge", "The request is too large.");
    public static readonly Refusal UnsupportedMediaType = new("unsupportedMediaType", "Send JSON: Content-Type application/json.");
    public static readonly Refusal NotAcceptable = new("notAcceptable", "It cannot be had in the form the Accept header asks for.");
    public static readonly Refusal VersionRequired = new("versionRequired", "Say which version you mean.");
    public static readonly Refusal VersionStale = new("versionStale", "Somebody changed it since you read it.");
    public static readonly Refusal KeyReused = new("idempotencyKeyReused", "This Idempotency-Key was used for another request.");
    public static readonly Refusal RequestInProgress = new("requestInProgress", "The same request is still being worked on.");
    public static readonly Refusal TooManyRequests = new("tooManyRequests", "Too many requests.");
    public static readonly Refusal Busy = new("busy", "The service is busy; nothing was changed.");
    public static readonly Refusal Unexpected = new("unexpected", "Something went wrong here; nothing was changed.");

    public static readonly IReadOnlyDictionary<string, int> Statuses = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [NotSignedIn.Code] = StatusCodes.Status401Unauthorized,
        [MethodNotAllowed.Code] = StatusCodes.Status405MethodNotAllowed,
        [TooLarge.Code] = StatusCodes.Status413PayloadTooLarge,
        [UnsupportedMediaType.Code] = StatusCodes.Status415UnsupportedMediaType,
        [NotAcceptable.Code] = StatusCodes.Status406NotAcceptable,
        [VersionRequired.Code] = StatusCodes.Status428PreconditionRequired,
        [VersionStale.Code] = StatusCodes.Status412PreconditionFailed,
        [KeyReused.Code] = StatusCodes.Status422UnprocessableEntity,
        [RequestInProgress.Code] = StatusCodes.Status409Conflict,
        [TooManyRequests.Code] = StatusCodes.Status429TooManyRequests,
        [Busy.Code] = StatusCodes.Status503ServiceUnavailable,
        [Unexpected.Code] = StatusCodes.Status500InternalServerError,
    };

    public static int StatusOf(Refusal refusal) =>
        Statuses.TryGetValue(refusal.Code, out var status) ? status : refusal.Kind switch
        {
            RefusalKind.Invalid => StatusCodes.Status400BadRequest,
            RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status409Conflict,
        };
}
