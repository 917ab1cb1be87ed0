using System.Reflection;
using FluentValidation;
using MediatR;
using OpportunityKnocks.Purchasing.Api.Jobs;
using OpportunityKnocks.Purchasing.Api.ToDo;
using OpportunityKnocks.Purchasing.Api.Verification;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Finds every handler, validator, due step, invariant and source of things to do by scanning, so that a new one is one file.</summary>
public static class UseCases
{
    private static readonly Type[] Found = [typeof(IDueStep), typeof(IInvariant), typeof(IToDoSource)];

    public static void AddUseCases(this IServiceCollection services)
    {
        services.AddScoped<IMediator>(provider => new Mediator(provider.GetRequiredService));
        foreach (var type in Assembly.GetExecutingAssembly().GetTypes().Where(t => t is { IsClass: true, IsAbstract: false }))
        {
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
                services.AddScoped(contract, type);
            foreach (var found in Found.Where(found => found.IsAssignableFrom(type)))
                services.AddScoped(found, type);
        }

        services.AddSingleton<Awards.SolverPlaces>();
        services.AddScoped<Needs.NeedWriter>();
        services.AddScoped<Needs.NeedGate>();
        services.AddScoped<Needs.Proposals>();
        services.AddScoped<Rounds.CollectionEnd>();
        services.AddScoped<Rounds.ReviewEnd>();
        services.AddScoped<Rounds.WindowFinish>();
        services.AddScoped<Rounds.TenderEnd>();
        services.AddScoped<Rounds.NeedRelease>();
        services.AddScoped<Awards.AwardWriter>();
        services.AddScoped<Awards.SharingWriter>();
        services.AddScoped<Awards.StandstillEnds>();
        services.AddSingleton<Reference.BankHolidays>();
        services.AddScoped<Awards.Awarder>();
        services.AddScoped<Awards.AcceptanceEnd>();
        services.AddScoped<Awards.Scenarios.ScenarioComputer>();
        services.AddSingleton<Awards.Scenarios.ScenarioJob>();
        services.AddHostedService(provider => provider.GetRequiredService<Awards.Scenarios.ScenarioJob>());
        services.AddScoped<Awards.CommitmentReply>();
        services.AddScoped<Settlements.SettlementWriter>();
        services.AddScoped<Invoicing.PostedCharges>();
        services.AddScoped<Invoicing.InvoiceIssue>();
        services.AddScoped<Invoicing.ChargeSchedule>();
        services.AddScoped<Invoicing.InvoiceWriter>();
        services.AddScoped<Settlements.Corrector>();
        services.AddScoped<Agreements.RunningAgreement>();
        services.AddScoped<Payments.PaymentWriter>();
        services.AddScoped<Bids.BidReceipts>();
        services.AddSingleton<Sealing.RoundKeys>();
        services.AddScoped<Sealing.TenderKey>();
        services.AddScoped<Sealing.BidOpening>();
        services.AddScoped<Sealing.SealedDocuments>();
        services.AddScoped<Audit.AuditExporter>();
        services.AddScoped<Scoring.EvaluationDesk>();
        services.AddScoped<Scoring.StruckScores>();
        services.AddScoped<Scoring.BidScores>();
        services.AddScoped<Scoring.ScoringRecords>();
        services.AddScoped<Scoring.LowPrices>();
        services.AddScoped<Scoring.InquiryDesk>();
        services.AddScoped<Scoring.EvaluationEnd>();
        services.AddScoped<Tenders.BidResults>();
        services.AddScoped<Verifier>();
        services.AddValidatorsFromAssemblyContaining<Problem>(ServiceLifetime.Singleton, includeInternalTypes: true);
        services.AddExceptionHandler<Problems>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => StrictJson.Configure(options.SerializerOptions));
    }
}
