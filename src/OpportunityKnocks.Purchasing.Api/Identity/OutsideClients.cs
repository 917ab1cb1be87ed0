using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Persistence;

namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>A token of an outside issuer says who the client is; what it may do here is in our own list of clients.</summary>
public static class OutsideClients
{
    public static async Task RecogniseAsync(TokenValidatedContext context)
    {
        var principal = context.Principal!;
        var clientId = principal.FindFirstValue("client_id") ?? principal.FindFirstValue("azp") ?? principal.FindFirstValue("sub");
        var db = context.HttpContext.RequestServices.GetRequiredService<PurchasingDb>();
        var client = await db.ApiClients.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == clientId, context.HttpContext.RequestAborted);
        if (client is null)
        {
            context.Fail("No API client of this name is registered here.");
            return;
        }

        var granted = principal.FindFirstValue(PartyClaims.Scope)?.Split(' ').Intersect(client.Scopes, StringComparer.Ordinal) ?? client.Scopes;
        context.Principal = new ClaimsPrincipal(IssueToken.IdentityOf(client, granted, context.Scheme.Name));
    }
}
