using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

namespace OpportunityKnocks.Purchasing.Api.Tests.Reference;

public sealed class LookingUpCategories
{
    [Test]
    public async Task finds_those_with_every_word()
    {
        var world = await World.NewAsync();

        var found = await FindAsync(world, "query=HELPDESK%20support");

        Assert.That(found.Select(c => c.Code), Is.EqualTo(new[] { "72253000" }));
        Assert.That(found[0].Description, Is.EqualTo("Helpdesk and support services"));
    }

    [Test]
    public async Task puts_a_whole_code_first_then_what_begins_with_it()
    {
        var world = await World.NewAsync();

        var whole = await FindAsync(world, "query=72253000-3");
        var begun = await FindAsync(world, "query=7225");

        Assert.That(whole[0].Code, Is.EqualTo("72253000"));
        Assert.That(begun.Select(c => c.Code), Has.All.StartsWith("7225"));
        Assert.That(begun[0].Code, Is.EqualTo("72250000"));
    }

    [Test]
    public async Task puts_coarse_levels_before_fine_ones()
    {
        var world = await World.NewAsync();
        string[] order = ["division", "group", "class", "category", "subcategory"];

        var found = await FindAsync(world, "query=insurance&limit=200");

        Assert.That(found[0].Code, Is.EqualTo("66000000"));
        Assert.That(found.Select(c => Array.IndexOf(order, c.Level)), Is.Ordered);
        Assert.That(found.Select(c => c.Description), Has.All.Contain("nsurance"));
    }

    [Test]
    public async Task finds_everything_below_a_prefix()
    {
        var world = await World.NewAsync();

        var below = await FindAsync(world, "prefix=7225&limit=200");
        var both = await FindAsync(world, "prefix=72&query=helpdesk");
        var none = await FindAsync(world, "prefix=72&query=insurance");

        Assert.That(below.Select(c => c.Code), Does.Contain("72253100").And.All.StartsWith("7225"));
        Assert.That(both.Select(c => c.Code), Does.Contain("72253000").And.All.StartsWith("72"));
        Assert.That(none, Is.Empty);
    }

    [Test]
    public async Task goes_through_the_whole_list_part_by_part()
    {
        var world = await World.NewAsync();

        var codes = new List<string>();
        for (var next = "/v1/categories?limit=200"; next is not null;)
        {
            var part = (await world.Coordinator.GetAsync(next)).Ok();
            codes.AddRange(part["items"].AsArray().Select(c => (string)c!["code"]!));
            next = (string?)part.Body["next"];
        }

        Assert.That(codes, Has.Count.EqualTo(9458).And.Unique);
    }

    [Test]
    public async Task reads_one_by_its_code_with_or_without_check_digit()
    {
        var world = await World.NewAsync();

        var plain = (await world.Coordinator.GetAsync("/v1/categories/72253000")).Ok();
        var digit = (await world.Coordinator.GetAsync("/v1/categories/72253000-3")).Ok();

        Assert.That(plain.Text, Is.EqualTo(digit.Text));
        Assert.That((int?)plain["checkDigit"], Is.EqualTo(3));
        Assert.That((string?)plain["level"], Is.EqualTo("category"));
        Assert.That((string?)plain["parentCode"], Is.EqualTo("72250000"));
    }

    [TestCase("/v1/categories/72253000-4", "code")]
    [TestCase("/v1/categories?query=72253000-4", "query")]
    [TestCase("/v1/categories?query=helpdesk%2072253000-4", "query")]
    [TestCase("/v1/categories?prefix=72253000-4", "prefix")]
    public async Task notices_a_mistyped_code_by_its_check_digit(string url, string field)
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.GetAsync(url);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string?)answer["errors"][field]![0], Does.Contain("check digit"));
    }

    [TestCase("/v1/categories/7225300")]
    [TestCase("/v1/categories/72253000-")]
    [TestCase("/v1/categories/72253000-33")]
    [TestCase("/v1/categories/helpdesk")]
    [TestCase("/v1/categories?prefix=7225x")]
    [TestCase("/v1/categories?prefix=722530001")]
    [TestCase("/v1/categories?prefix=")]
    [TestCase("/v1/categories?query=")]
    [TestCase("/v1/categories?query=%21%21")]
    [TestCase("/v1/categories?query=%00")]
    [TestCase("/v1/categories?limit=0")]
    [TestCase("/v1/categories?cursor=__________8")]
    [TestCase("/v1/categories?cursor=_________38")]
    public async Task refuses_what_cannot_be_looked_up(string url)
    {
        var world = await World.NewAsync();

        var answer = await world.Coordinator.GetAsync(url);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
    }

    [Test]
    public async Task says_when_there_is_no_such_code_and_is_open_to_all_who_sign_in()
    {
        var world = await World.NewAsync();
        using var stranger = Party.Stranger(world.Service);

        var nothing = await world.Operator.GetAsync("/v1/categories/72253999");
        var signedOut = await stranger.GetAsync("/v1/categories");

        Assert.That(nothing.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(signedOut.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    private static async Task<List<(string Code, string Level, string Description)>> FindAsync(World world, string query)
    {
        var list = (await world.Coordinator.GetAsync($"/v1/categories?{query}")).Ok();
        return [.. list["items"].AsArray().Select(c => ((string)c!["code"]!, (string)c["level"]!, (string)c["description"]!))];
    }
}
