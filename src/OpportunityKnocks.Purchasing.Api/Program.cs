using OpportunityKnocks.Purchasing.Api.Demo;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Persistence;

const string demo = "--demo";
var builder = WebApplication.CreateBuilder([.. args.Where(arg => arg != demo)]);
await using var database = await DatabaseSource.OpenAsync(builder.Configuration, builder.Environment, CancellationToken.None);
if (database is null)
    return 1;

builder.AddHttp();
builder.AddPersistence(database);
builder.AddSignIn(SecretKeys.Load(database.KeysFolder));
builder.Services.AddUseCases();
builder.AddOpenApi();

var app = builder.Build();
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
