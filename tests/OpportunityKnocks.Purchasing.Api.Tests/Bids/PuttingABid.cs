using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Bids;

public sealed class PuttingABid
{
    [Test]
    public async Task gives_a_receipt_and_not_the_text()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();

        var put = await supplier.Client.PutAsync(tender.Bid, tender.BidJson("28.1234"), ifNoneMatch: "*");

        Assert.That(put.Status, Is.EqualTo(HttpStatusCode.Created), put.ToString());
        Assert.That(put.Message.Headers.Location?.ToString(), Is.EqualTo(tender.Bid));
        Assert.That(put.ETag, Is.EqualTo("\"1\""));
        Assert.That((int)put["version"]!, Is.EqualTo(1));
        Assert.That(put.Text, Does.Not.Contain("28.1234"));
        var own = (await supplier.Client.GetAsync(tender.Bid)).Ok();
        Assert.That((string?)own["state"], Is.EqualTo("submitted"));
        Assert.That((string?)own["commitment"], Is.EqualTo((string?)put["commitment"]));
        Assert.That((string?)own["acceptedAt"], Is.EqualTo((string?)put["acceptedAt"]));
        Assert.That(own.Body["offer"], Is.Null);
        Assert.That(own.Text, Does.Not.Contain("28.1234"));
    }

    [Test]
    public async Task again_makes_a_new_version()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var first = await tender.BidAsync(supplier);

        var second = await supplier.Client.PutAsync(tender.Bid, tender.BidJson("27.0000"), ifMatch: first.ETag);

        Assert.That(second.Status, Is.EqualTo(HttpStatusCode.OK), second.ToString());
        Assert.That(second.ETag, Is.EqualTo("\"2\""));
        Assert.That((string?)second["bidId"], Is.EqualTo((string?)first["bidId"]));
        Assert.That((string?)second["commitment"], Is.Not.EqualTo((string?)first["commitment"]));
        var receipts = (await supplier.Client.GetAsync($"{tender.Bid}/receipts")).Ok()["items"].AsArray();
        Assert.That(receipts.Select(r => r!.ToJsonString()), Is.EqualTo(new[] { first.Body.ToJsonString(), second.Body.ToJsonString() }));
    }

    [Test]
    public async Task brings_a_withdrawn_bid_back()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var first = await tender.BidAsync(supplier);
        var withdrawn = (await supplier.Client.DeleteAsync(tender.Bid, first.ETag)).Ok();

        var again = (await supplier.Client.PutAsync(tender.Bid, tender.BidJson(), ifMatch: withdrawn.ETag)).Ok();

        Assert.That((string?)withdrawn["state"], Is.EqualTo("withdrawn"));
        Assert.That((int)again["version"]!, Is.EqualTo(3));
        var own = (await supplier.Client.GetAsync(tender.Bid)).Ok();
        Assert.That((string?)own["state"], Is.EqualTo("submitted"));
        Assert.That((int)own["offerVersion"]!, Is.EqualTo(3));
    }

    [Test]
    public async Task a_second_time_as_the_first_is_refused()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        await tender.BidAsync(supplier);

        var again = await supplier.Client.PutAsync(tender.Bid, tender.BidJson("1.0000"), ifNoneMatch: "*");

        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.PreconditionFailed, "versionStale")));
        Assert.That((int)(await supplier.Client.GetAsync(tender.Bid)).Ok()["version"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task needs_to_say_which_version_it_means()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();

        var firstUnsaid = await supplier.Client.PutAsync(tender.Bid, tender.BidJson());
        var firstAsRevision = await supplier.Client.PutAsync(tender.Bid, tender.BidJson(), ifMatch: "\"1\"");
        await tender.BidAsync(supplier);
        var unsaid = await supplier.Client.PutAsync(tender.Bid, tender.BidJson());
        var stale = await supplier.Client.PutAsync(tender.Bid, tender.BidJson(), ifMatch: "\"7\"");
        var odd = await supplier.Client.PutAsync(tender.Bid, tender.BidJson(), ifMatch: "one");
        var withdrawUnsaid = await supplier.Client.DeleteAsync(tender.Bid);
        var withdrawStale = await supplier.Client.DeleteAsync(tender.Bid, "\"7\"");

        Assert.That((firstUnsaid.Status, firstUnsaid.Code), Is.EqualTo((HttpStatusCode.PreconditionRequired, "versionRequired")));
        Assert.That(firstAsRevision.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(unsaid.Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(odd.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(withdrawUnsaid.Status, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That(withdrawStale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((int)(await supplier.Client.GetAsync(tender.Bid)).Ok()["version"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task twenty_times_with_one_key_has_one_effect_and_one_answer()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var (json, key) = (tender.BidJson(), Guid.NewGuid().ToString());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => supplier.Client.PutAsync(tender.Bid, json, ifNoneMatch: "*", key: key)));

        Assert.That(answers.Select(a => a.ToString()).ToHashSet(StringComparer.Ordinal), Has.Count.EqualTo(1), string.Join('\n', answers.Select(a => a.ToString())));
        Assert.That(answers[0].Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await supplier.Client.GetAsync($"{tender.Bid}/receipts")).Ok()["items"].AsArray(), Has.Count.EqualTo(1));
        var other = await supplier.Client.PutAsync(tender.Bid, tender.BidJson("1.0000"), ifNoneMatch: "*", key: key);
        Assert.That((other.Status, other.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "idempotencyKeyReused")));
    }

    [Test]
    public async Task twenty_times_at_once_without_a_key_lets_one_through()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();

        var firsts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => supplier.Client.PutAsync(tender.Bid, tender.BidJson(), ifNoneMatch: "*")));
        var revisions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => supplier.Client.PutAsync(tender.Bid, tender.BidJson(), ifMatch: "\"1\"")));

        Assert.That(firsts.Count(a => a.Status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(firsts.Count(a => a.Status == HttpStatusCode.PreconditionFailed), Is.EqualTo(19));
        Assert.That(revisions.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(revisions.Count(a => a.Status == HttpStatusCode.PreconditionFailed), Is.EqualTo(19));
    }

    [Test]
    public async Task is_refused_to_an_organisation_with_a_need_in_the_round()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var member = tender.Members[0];
        (await tender.World.Coordinator.PutAsync(
            $"{tender.World.Cluster}/suppliers/{member.OrganisationId}", """{ "approved": true, "note": "" }""", ifNoneMatch: "*")).Ok();

        var put = await member.Client.PutAsync(tender.Bid, tender.BidJson(), ifNoneMatch: "*");

        Assert.That((put.Status, put.Code), Is.EqualTo((HttpStatusCode.Conflict, "memberInRound")));
        Assert.That((await member.Client.GetAsync(tender.Bid)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task is_for_approved_suppliers_only()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var stranger = await tender.World.OrganisationClientAsync(await tender.World.OrganisationAsync("Stranger"));
        var auditor = await tender.World.AuditorAsync();
        var elsewhere = await (await World.NewAsync()).SupplierAsync();
        await tender.BidAsync(supplier);
        (await tender.World.Coordinator.PutAsync(
            $"{tender.World.Cluster}/suppliers/{supplier.OrganisationId}", """{ "approved": false, "note": "No insurance" }""", ifMatch: "\"1\"")).Ok();

        Assert.That(await StatusAsync(supplier.Client), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync(stranger), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync(elsewhere.Client), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync(tender.Members[0].Client), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync(tender.World.Coordinator), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync(auditor), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync(tender.World.Operator), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync(Party.Stranger(tender.World.Service)), Is.EqualTo(HttpStatusCode.Unauthorized));

        async Task<HttpStatusCode> StatusAsync(Party party)
        {
            var put = await party.PutAsync(tender.Bid, tender.BidJson(), ifNoneMatch: "*");
            Assert.That((await party.GetAsync(tender.Bid)).Status, Is.EqualTo(put.Status));
            Assert.That((await party.GetAsync($"{tender.Bid}/receipts")).Status, Is.EqualTo(put.Status));
            Assert.That((await party.DeleteAsync(tender.Bid, "\"1\"")).Status, Is.EqualTo(put.Status));
            Assert.That((await party.PostAsync($"{tender.Bid}/check", tender.BidJson())).Status, Is.EqualTo(put.Status));
            return put.Status;
        }
    }

    [Test]
    public async Task is_refused_before_the_collection_is_closed()
    {
        var world = await World.NewAsync();
        var supplier = await world.SupplierAsync();
        var tender = await ACollectingRound(world);

        var put = await supplier.Client.PutAsync(tender.Bid, tender.BidJson(), ifNoneMatch: "*");

        Assert.That(put.Status, Is.EqualTo(HttpStatusCode.NotFound), "a supplier does not know yet that there is a round");
    }

    [Test]
    public async Task is_refused_after_the_deadline_and_in_a_cancelled_round()
    {
        var world = await World.NewAsync();
        var (late, cancelled) = (await ATenderingRound(world), await ATenderingRound(world));
        var supplier = await world.SupplierAsync();
        var first = await late.BidAsync(supplier);
        await cancelled.BidAsync(supplier);
        await late.PassBidDeadlineAsync();
        (await cancelled.DoAsync("cancel", """{ "code": "other", "reason": "The grant was not given" }""")).Ok();

        var tooLate = await supplier.Client.PutAsync(late.Bid, late.BidJson(), ifMatch: first.ETag);
        var withdrawal = await supplier.Client.DeleteAsync(late.Bid, first.ETag);
        var inCancelled = await supplier.Client.PutAsync(cancelled.Bid, cancelled.BidJson(), ifMatch: first.ETag);

        Assert.That((tooLate.Status, tooLate.Code), Is.EqualTo((HttpStatusCode.Conflict, "bidTooLate")));
        Assert.That((withdrawal.Status, withdrawal.Code), Is.EqualTo((HttpStatusCode.Conflict, "bidTooLate")));
        Assert.That((inCancelled.Status, inCancelled.Code), Is.EqualTo((HttpStatusCode.Conflict, "roundNotTendering")));
        Assert.That((int)(await supplier.Client.GetAsync(late.Bid)).Ok()["version"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task is_refused_50_ms_late_even_if_it_waited_from_before()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();

        var late = await TheDeadline.CrossAsync(
            tender, Window.Bids, TimeSpan.FromMilliseconds(50), () => supplier.Client.PutAsync(tender.Bid, tender.BidJson(), ifNoneMatch: "*"));

        Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.Conflict, "bidTooLate")));
        Assert.That((await supplier.Client.GetAsync(tender.Bid)).Status, Is.EqualTo(HttpStatusCode.NotFound), "nothing of it is kept");
    }

    [Test]
    public async Task is_accepted_in_time_even_if_it_waited()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();

        var inTime = await TheDeadline.CrossAsync(
            tender, Window.Bids, TimeSpan.FromMilliseconds(-300), () => supplier.Client.PutAsync(tender.Bid, tender.BidJson(), ifNoneMatch: "*"));

        Assert.That(inTime.Status, Is.EqualTo(HttpStatusCode.Created), inTime.ToString());
    }

    [Test]
    public async Task is_repeated_by_a_supplier_whose_answer_was_lost_even_after_the_deadline()
    {
        var tender = await ATenderingRound(await World.NewAsync());
        var supplier = await tender.World.SupplierAsync();
        var key = Guid.NewGuid().ToString();
        var lost = (await supplier.Client.PutAsync(tender.Bid, tender.BidJson(), ifNoneMatch: "*", key: key)).Ok();
        await tender.PassBidDeadlineAsync();

        var again = await supplier.Client.PutAsync(tender.Bid, tender.BidJson(), ifNoneMatch: "*", key: key);

        Assert.That(again.ToString(), Is.EqualTo(lost.ToString()));
        Assert.That(again.ETag, Is.EqualTo(lost.ETag));
    }
}
