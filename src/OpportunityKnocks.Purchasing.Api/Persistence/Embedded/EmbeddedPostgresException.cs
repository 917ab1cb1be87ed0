namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>The service's own database cannot be had. The message is for the person who starts the service and says what to do.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? cause = null) : Exception(message, cause);
