using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OpportunityKnocks.Purchasing.Api.Identity;

namespace OpportunityKnocks.Purchasing.Api.Demo;

/// <summary><c>--demo</c>: plays the demonstration against the service that just started, which then stays up.</summary>
public static class DemonstrationSetup
{
    public static async Task PlayDemonstrationAsync(this WebApplication app, FirstOperator? first)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        if (first is null)
        {
            await Console.Error.WriteLineAsync("Set Bootstrap__ClientId and Bootstrap__ClientSecret to an operator's: the demonstration signs in with them.");
            return;
        }

        using var http = new HttpClient { BaseAddress = new Uri(address) };
        try
        {
            var setting = new DemoSetting(http, await DemoClient.SignInAsync(http, first.ClientId, first.Secret, stopping));
            await new Demonstration(setting, app.Services.GetRequiredService<TimeProvider>(), Console.Out).PlayAsync(stopping);
            await SayHowToGoOnAsync(address, setting);
            await setting.TidyAsync([setting.Coordinator, setting.Members[0], setting.Suppliers[0]], stopping);
        }
        catch (Exception e) when (e is DemoRefusalException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"The demonstration stopped: {e.Message}");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Ctrl-C in the middle of it.
        }
    }

    private static Task SayHowToGoOnAsync(string address, DemoSetting setting) => Console.Out.WriteLineAsync(
        $"""

        The service stays up; Ctrl-C stops it. Swagger UI: {address}/swagger

        Sign in (these three clients of the demonstration stay):
          {"coordinator",-12} {setting.Coordinator.ClientId}  {setting.Coordinator.Secret}
          {"a member",-12} {setting.Members[0].ClientId}  {setting.Members[0].Secret}
          {"a supplier",-12} {setting.Suppliers[0].ClientId}  {setting.Suppliers[0].Secret}

        and go on:
          TOKEN=$(curl -s {address}/connect/token -d grant_type=client_credentials \
            -u {setting.Members[0].ClientId}:{setting.Members[0].Secret} | grep -o '"access_token": *"[^"]*"' | cut -d'"' -f4)
          curl -s {address}/v1/me -H "Authorization: Bearer $TOKEN"
          curl -s "{address}{setting.Cluster}/rounds" -H "Authorization: Bearer $TOKEN"
        """);
}
