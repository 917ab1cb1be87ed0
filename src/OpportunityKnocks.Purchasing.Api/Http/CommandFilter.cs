using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Runs a command in one transaction with its idempotency: the key is claimed first, then comes the effect, then the answer is
/// stored, then all of it is committed. A twin waits for the first; a refusal stores nothing.</summary>
public sealed class CommandFilter(PurchasingDb db, Answers answers, IJournalSignal journal) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || http.GetEndpoint()!.Metadata.GetMetadata<IsWhatIf>() is not null)
            return await next(context);

        var key = http.Features.Get<RequestKey>();
        var result = http.GetEndpoint()!.Metadata.GetMetadata<StoresItsOwnAnswer>() is null
            ? await RunInTransactionAsync(context, next, key)
            : await RunAloneAsync(context, next, key!);
        journal.Wake();
        return result;
    }

    private async Task<object?> RunInTransactionAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, RequestKey? key)
    {
        var http = context.HttpContext;
        var ct = http.RequestAborted;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (key is not null && !await answers.ClaimAsync(key, ct))
            return await answers.ReplayAsync(key, ct);

        var result = await next(context);
        if (key is null)
        {
            await transaction.CommitAsync(ct);
            return result;
        }

        var answer = await StoredAnswer.RenderAsync(http, result);
        if (answer.Status is < 200 or > 299)
            return answer;

        await answers.StoreAsync(key, answer, http.GetEndpoint()!.Metadata.GetMetadata<AnswersWithSecret>() is not null, ct);

        // From here on the effect may be durable whatever the client does: it must not be torn by a lost connection.
        await transaction.CommitAsync(CancellationToken.None);
        return answer;
    }

    private async Task<object?> RunAloneAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, RequestKey key)
    {
        try
        {
            return await next(context);
        }
        catch (KeyTakenException)
        {
            return await answers.ReplayAsync(key, context.HttpContext.RequestAborted);
        }
    }
}

/// <summary>Marks a hot use case that sends its effect, journal row and answer as one batch of its own.</summary>
public sealed record StoresItsOwnAnswer;

/// <summary>Marks a use case whose answer carries a secret: it is stored encrypted.</summary>
public sealed record AnswersWithSecret;

/// <summary>Marks a stateless what-if: a POST that stores nothing and needs no <c>Idempotency-Key</c>.</summary>
public sealed record IsWhatIf;
