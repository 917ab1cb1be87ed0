using System.Diagnostics;

namespace OpportunityKnocks.Purchasing.Api.Tests.Scenarios;

/// <summary>Rounds with a review. Use it with <c>using static ...Scenarios.AReview</c>.</summary>
public static class AReview
{
    /// <summary>The usual plan, with a review two weeks from now.</summary>
    /// <param name="more">Further members of the plan, as <c>"minimumMembers": 2,</c>.</param>
    public static string WithReview(World world, string silence = "drops", string more = "", params Guid[] groups) =>
        RoundPlans.ItSupport(world, groups: groups).Replace(
            "\"standstillDays\"",
            $"\"confirmBy\": \"{RoundPlans.From(world, TimeSpan.FromDays(14))}\", \"silence\": \"{silence}\", {more} \"standstillDays\"",
            StringComparison.Ordinal);

    /// <summary>In review, with a need of 12 people for the helpdesk and a ceiling of 30.</summary>
    public static async Task<(RoundInPlay Round, Member Member, Answer Need)> ANeedInReview(World world, string silence = "drops", string? ceiling = "30.0000")
    {
        var round = await ARound.ACollectingRound(world, WithReview(world, silence));
        var member = await world.MemberAsync();
        var need = (await round.NeedAsync(member, round.Helpdesk, 12, ceiling)).Ok();
        (await round.DoAsync("close-collection")).Ok();
        return (round, member, need);
    }

    /// <summary>Lets confirmBy pass, and waits until the service has done what follows.</summary>
    public static async Task<Answer> PassReviewAsync(RoundInPlay round)
    {
        await TheDeadline.PassAsync(round, Window.Review);
        return await UntilAsync(round, read => (string?)read["state"] != "review");
    }

    public static async Task<Answer> UntilAsync(RoundInPlay round, Func<Answer, bool> isThere)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var read = await round.ReadAsync();
            if (isThere(read) || watch.Elapsed > TimeSpan.FromSeconds(20))
                return read;
            await Task.Delay(100);
        }
    }

    public static Task<Answer> ConfirmAsync(this Member member, World world, Answer need, string body = "{}", string? key = null) =>
        member.Client.PostAsync($"{world.Cluster}/needs/{need.Id}/confirm", body, key, need.ETag);

    public static async Task<Answer> ReadNeedAsync(this Member member, World world, Guid need) =>
        (await member.Client.GetAsync($"{world.Cluster}/needs/{need}")).Ok();
}
