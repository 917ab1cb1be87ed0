using System.Net;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>A round as its suppliers know it.</summary>
public sealed partial record RoundInPlay
{
    public string Tender => $"{World.Cluster}/tenders/{Id}";

    public string Bid => $"{Tender}/bid";

    /// <summary>A bid for both lots, as literal JSON.</summary>
    /// <param name="helpdesk">The unit price per person and month.</param>
    /// <param name="onSite">The unit price per hour.</param>
    public string BidJson(string helpdesk = "28.5000", string onSite = "61.2500", bool met = true, string note = "Certificate 4711") =>
        $$"""
        {
          "vatRegistered": true,
          "requirements": [{{string.Join(", ", Requirements.Select(q => $$"""{ "requirementId": "{{q}}", "met": {{(met ? "true" : "false")}}, "note": "{{note}}" }"""))}}],
          "lots": [
            {
              "lotId": "{{Helpdesk}}", "basis": "allUnits",
              "tiers": [{ "fromQuantity": 1, "unitPrice": "{{helpdesk}}" }],
              "fixedFee": { "amount": "500.00", "currency": "GBP" }, "feePerMember": { "amount": "25.00", "currency": "GBP" }, "capacity": 900,
              "vatCategory": "standard", "vatRate": "20"
            },
            {
              "lotId": "{{OnSite}}", "basis": "incremental",
              "tiers": [{ "fromQuantity": 1, "unitPrice": "{{onSite}}" }, { "fromQuantity": 5, "unitPrice": "50" }],
              "vatCategory": "standard", "vatRate": "20"
            }
          ]
        }
        """;

    /// <summary>The supplier's first bid.</summary>
    public async Task<Answer> BidAsync(Supplier supplier, string? json = null) =>
        (await supplier.Client.PutAsync(Bid, json ?? BidJson(), ifNoneMatch: "*")).Ok();

    /// <summary>Lets the time for bids run out, without waiting for it.</summary>
    public Task PassBidDeadlineAsync() => TheDeadline.PassAsync(this, Window.Bids);

    /// <summary>Waits until the service has sealed the tender.</summary>
    public async Task SealedAsync()
    {
        while ((string?)(await ReadAsync())["state"] != "sealed")
            await Task.Delay(50);
    }

    /// <summary>Opens the bids; the service may be sealing them at the same moment.</summary>
    public async Task OpenBidsAsync()
    {
        var opened = await DoAsync("open-bids");
        while (opened.Status == HttpStatusCode.PreconditionFailed)
            opened = await DoAsync("open-bids");
        opened.Ok();
    }
}
