using System.Reflection;
using FluentValidation;
using MediatR;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Finds every handler and validator by scanning, so that a new use case is one file.</summary>
public static class UseCases
{
    public static void AddUseCases(this IServiceCollection services)
    {
        services.AddScoped<IMediator>(provider => new Mediator(provider.GetRequiredService));
        foreach (var type in Assembly.GetExecutingAssembly().GetTypes().Where(t => t is { IsClass: true, IsAbstract: false }))
        {
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
                services.AddScoped(contract, type);
        }

        services.AddScoped<Needs.NeedWriter>();
        services.AddScoped<Needs.NeedGate>();
        services.AddScoped<Rounds.CollectionEnd>();
        services.AddScoped<Rounds.TenderEnd>();
        services.AddScoped<Rounds.NeedRelease>();
        services.AddScoped<Awards.AwardWriter>();
        services.AddScoped<Settlements.SettlementWriter>();
        services.AddScoped<Bids.BidReceipts>();
        services.AddValidatorsFromAssemblyContaining<Problem>(ServiceLifetime.Singleton, includeInternalTypes: true);
        services.AddExceptionHandler<Problems>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => StrictJson.Configure(options.SerializerOptions));
    }
}
