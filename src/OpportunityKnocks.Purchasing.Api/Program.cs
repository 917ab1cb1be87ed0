using OpportunityKnocks.Purchasing.Api.Audit;
using OpportunityKnocks.Purchasing.Api.Demo;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Api.Subscriptions;
using OpportunityKnocks.Purchasing.Api.Verification;

if (args is [VerifyAuditCommand.Name, .. var audit])
    return await VerifyAuditCommand.RunAsync(audit, Console.Out, CancellationToken.None);

const string demo = "--demo";
const string verify = "verify";
var builder = WebApplication.CreateBuilder([.. args.Where(arg => arg is not (demo or verify))]);
await using var database = await DatabaseSource.OpenAsync(builder.Configuration, builder.Environment, CancellationToken.None);
if (database is null)
    return 1;

builder.AddHttp();
builder.AddPersistence(database);
builder.AddSignIn(SecretKeys.Load(database.KeysFolder));
builder.AddSubscriptions();
builder.Services.AddUseCases();
builder.AddOpenApi();

var app = builder.Build();
if (args.Contains(verify))
    return await app.VerifyAsync(CancellationToken.None);

await app.MigrateAsync(CancellationToken.None);
var firstOperator = await app.AddFirstOperatorAsync(database, CancellationToken.None);

app.UseHttp();
app.UseAuthentication();
app.UseMiddleware<RateLimits>();
app.UseAuthorization();
app.UseMiddleware<RequestKeyMiddleware>();
app.UseMiddleware<QueryEnumsMiddleware>();
app.MapOpenApi();
app.MapHealth();
app.MapTokenEndpoint();
app.MapUseCases();

await app.StartAsync();
if (args.Contains(demo))
    await app.PlayDemonstrationAsync(firstOperator);
await app.WaitForShutdownAsync();
return 0;
