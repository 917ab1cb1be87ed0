using System.Collections.Concurrent;
using FluentValidation;
using MediatR;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Runs the command's validator (shape only: no look-ups) and answers 400 with one message list per camelCase field.</summary>
public sealed class ShapeFilter : IEndpointFilter
{
    private static readonly ConcurrentDictionary<Type, Type> ValidatorTypes = new();

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (context.Arguments.FirstOrDefault(a => a is IBaseRequest) is { } request
            && http.RequestServices.GetService(ValidatorTypes.GetOrAdd(request.GetType(), t => typeof(IValidator<>).MakeGenericType(t))) is IValidator validator)
        {
            var result = await validator.ValidateAsync(new ValidationContext<object>(request), http.RequestAborted);
            if (!result.IsValid)
            {
                throw new InvalidShapeException(result.Errors
                    .GroupBy(e => FieldNames.OnTheWire(e.PropertyName), StringComparer.Ordinal)
                    .ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal));
            }
        }

        return await next(context);
    }
}
