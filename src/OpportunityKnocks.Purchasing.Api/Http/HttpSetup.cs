using Microsoft.AspNetCore.HttpOverrides;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>The web server and the outermost middleware.</summary>
public static class HttpSetup
{
    private const long MaximumBody = 256 * 1024;

    public static void AddHttp(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaximumBody;
        });
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
            options.ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedFor);
    }

    public static void UseHttp(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // Problems handles everything and logs what is worth it.
            ExceptionHandler = _ => Task.CompletedTask,
            SuppressDiagnosticsCallback = _ => true,
        });

        // What the framework refuses without a body (no such route, wrong method, a body too large to bind) gets one.
        app.UseStatusCodePages(context => context.HttpContext.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Say(context.HttpContext, HttpRefusals.NotFound, "There is no such address. See /swagger."),
            StatusCodes.Status405MethodNotAllowed => Say(context.HttpContext, HttpRefusals.MethodNotAllowed, "See /swagger for the methods of this address."),
            StatusCodes.Status415UnsupportedMediaType => Say(context.HttpContext, HttpRefusals.UnsupportedMediaType, "Only application/json is read here."),
            StatusCodes.Status413PayloadTooLarge => Say(context.HttpContext, HttpRefusals.TooLarge, Problems.BodySizes),
            _ => Task.CompletedTask,
        });
        app.UseRouting();
    }

    private static Task Say(HttpContext http, Refusal refusal, string detail) => Problems.WriteAsync(http, refusal, detail);
}
