using System.Net;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Tests.Scenarios;
using static OpportunityKnocks.Purchasing.Api.Tests.Scenarios.ARound;

namespace OpportunityKnocks.Purchasing.Api.Tests.Needs;

public sealed class SubmittingHostileNumbers
{
    private static readonly (string Field, IReadOnlyList<string> Values, Func<Guid, string, string> Body)[] Fields =
    [
        ("quantity", HostileValues.Quantities, (lot, value) => NeedBodies.WithNumbers(lot, quantity: value)),
        ("ceiling", HostileValues.Decimals, (lot, value) => NeedBodies.WithNumbers(lot, ceiling: value)),
        ("ceiling", ["\"1000000000\"", "\"1.00001\""], (lot, value) => NeedBodies.WithNumbers(lot, ceiling: value)),
        ("baseline.unitPrice", HostileValues.Decimals, (lot, value) => NeedBodies.WithNumbers(lot, unitPrice: value)),
        ("baseline.vatRate", HostileValues.Decimals, (lot, value) => NeedBodies.WithNumbers(lot, vatRate: value)),
        ("baseline.vatRate", ["\"100.01\"", "\"101\"", "\"1.001\""], (lot, value) => NeedBodies.WithNumbers(lot, vatRate: value)),
    ];

    [Test]
    public void knows_sixty_forms_and_more()
    {
        Assert.That(HostileValues.Quantities.Distinct(StringComparer.Ordinal).Count(), Is.GreaterThanOrEqualTo(60));
        Assert.That(HostileValues.Decimals.Distinct(StringComparer.Ordinal).Count(), Is.GreaterThanOrEqualTo(60));
    }

    [Test]
    public async Task one_by_one_is_refused_and_leaves_nothing()
    {
        var (round, member) = await ARoundWithAMember();

        await Attack(round, "", body => member.PostAsync($"{round.World.Cluster}/needs", body));

        Assert.That(await RowsAsync(round.World), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task in_a_batch_is_refused_and_leaves_nothing()
    {
        var (round, member) = await ARoundWithAMember();
        var good = NeedBodies.Helpdesk(round.Helpdesk);

        await Attack(round, "needs[1].", body => member.PostAsync($"{round.World.Cluster}/needs/batch", NeedBodies.Batch(good, body, good)));

        Assert.That(await RowsAsync(round.World), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task in_a_change_is_refused_and_changes_nothing()
    {
        var (round, member) = await ARoundWithAMember();
        var need = (await member.PostAsync($"{round.World.Cluster}/needs", NeedBodies.Helpdesk(round.Helpdesk))).Ok();
        var url = need.Message.Headers.Location!.ToString();

        await Attack(round, "", body => member.PutAsync(url, body, ifMatch: need.ETag, key: Guid.NewGuid().ToString()));

        Assert.That(await RowsAsync(round.World), Is.EqualTo((1, 1, 1)));
        Assert.That((await member.GetAsync(url)).Text, Is.EqualTo(need.Text));
    }

    private static async Task<(RoundInPlay Round, Party Member)> ARoundWithAMember()
    {
        var world = await World.NewAsync();
        var round = await ACollectingRound(world);
        return (round, (await world.MemberAsync()).Client);
    }

    private static async Task Attack(RoundInPlay round, string prefix, Func<string, Task<Answer>> send)
    {
        var attacks = Fields.SelectMany(f => f.Values.Select(value => (Field: prefix + f.Field, Value: value, Body: f.Body(round.Helpdesk, value))));
        var answers = new List<(string Field, string Value, Answer Answer)>();
        foreach (var chunk in attacks.Chunk(8))
            answers.AddRange(await Task.WhenAll(chunk.Select(async a => (a.Field, a.Value, await send(a.Body)))));

        Assert.Multiple(() =>
        {
            foreach (var (field, value, answer) in answers)
            {
                Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), $"{field}: {value} got {answer}");
                Assert.That(answer.Body["errors"]?.AsObject().ContainsKey(field), Is.True, $"{field}: {value} got {answer}");
            }
        });
    }

    /// <summary>Needs, journal entries about needs, and stored answers of members.</summary>
    private static async Task<(long Needs, long Journal, long Answers)> RowsAsync(World world)
    {
        await using var command = world.Service.Database.CreateCommand(
            """
            SELECT (SELECT count(*) FROM needs WHERE cluster_id = $1),
                (SELECT count(*) FROM journal WHERE cluster_id = $1 AND subject_kind = 'Need'),
                (SELECT count(*) FROM answers a JOIN api_clients c ON c.client_id = a.client_id
                    WHERE a.cluster_id = $1 AND c.party = 'Organisation')
            """);
        command.Parameters.AddWithValue(world.ClusterId);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }
}
