using System.Globalization;
using OpportunityKnocks.Purchasing.Api.Journal;

namespace OpportunityKnocks.Purchasing.Api.Mail;

/// <summary>A round as a mail speaks of it.</summary>
public sealed record RoundInMail(
    string Title, DateTimeOffset NeedsCloseAt, DateTimeOffset? ConfirmBy, DateTimeOffset BidsCloseAt, DateTimeOffset? StandstillEndsAt);

/// <summary>The words of the mails: one short plain text for each kind of event that people act on.</summary>
public static class MailTexts
{
    private static readonly Dictionary<EventType, (string Subject, Func<RoundInMail, string> Text)> OfRounds = new()
    {
        [EventType.RoundPublished] = (
            "open for needs",
            r => $"Say what you need until {Day(r.NeedsCloseAt)}."),
        [EventType.CollectionClosed] = (
            "please confirm your needs",
            r => $"What everyone needs is pooled. Confirm, trim or drop your needs until {Day(r.ConfirmBy)}; the service shows the most each can cost."),
        [EventType.TenderOpened] = (
            "open for bids",
            r => $"The demand is fixed. Suppliers can bid until {Day(r.BidsCloseAt)}."),
        [EventType.RoundExtended] = (
            "deadlines moved",
            r => $"Needs close at {Day(r.NeedsCloseAt)}{(r.ConfirmBy is null ? "" : $", the review at {Day(r.ConfirmBy)}")}, bids at {Day(r.BidsCloseAt)}."),
        [EventType.RoundAmended] = (
            "terms changed",
            r => $"The tender's terms have changed. A bid made before is stale until its supplier confirms or revises it, by {Day(r.BidsCloseAt)}."),
        [EventType.QuestionAnswered] = (
            "a question was answered",
            _ => "The coordinator answered a question on the tender; every supplier can read it."),
        [EventType.RoundReminder] = (
            "a deadline is near",
            r => $"Needs close at {Day(r.NeedsCloseAt)}{(r.ConfirmBy is null ? "" : $", the review at {Day(r.ConfirmBy)}")}, bids at {Day(r.BidsCloseAt)}."),
        [EventType.RoundWaits] = (
            "waits for its coordinator",
            _ => "A minimum is not reached. The coordinator decides whether the round goes on with what there is, gets more time, or ends."),
        [EventType.BidsSealed] = (
            "bids are sealed",
            _ => "The time for bids is over. They are opened next."),
        [EventType.BidsOpened] = (
            "bids are opened",
            _ => "The bids are open and are being evaluated."),
        [EventType.RoundClosed] = (
            "awarded",
            r => $"The round is closed: award and shares are fixed. Contracts can be made from {Day(r.StandstillEndsAt)}."),
        [EventType.AcceptanceEnded] = (
            "answers to the award counted",
            r => $"The award stands, as it was or computed anew for those who accepted. Contracts can be made from {Day(r.StandstillEndsAt)}."),
        [EventType.RoundContracted] = (
            "contracted",
            _ => "The standstill is over and the contracts are made."),
        [EventType.RoundSettled] = (
            "settled",
            _ => "The last charge period is posted."),
        [EventType.RoundCancelled] = (
            "cancelled",
            _ => "The round was cancelled. Needs in it are standing again and can join another round."),
        [EventType.RoundNotReached] = (
            "not reached",
            _ => "The round ends without a purchase. Needs in it are standing again and can join another round."),
    };

    private static readonly Dictionary<EventType, (string Subject, string Text)> OfOthers = new()
    {
        [EventType.NeedProposed] = (
            "one of your needs is proposed for it",
            "The coordinator proposes one of your standing needs for the round. It counts once you confirm it; declined or unanswered it stays standing."),
        [EventType.NeedReleased] = ("a need left it", "The need is standing again and can join another round."),
        [EventType.NeedPricedOut] = ("a need left it", "The award would have cost more than the most its member said it would pay."),
        [EventType.SettlementPosted] = ("charges posted", "Charge periods were posted to the ledger; your statement shows them."),
        [EventType.SubscriptionPaused] = ("a webhook is paused", "It stayed broken. Mend the receiver and switch the webhook on again: nothing is lost."),
    };

    /// <summary>What there is a mail for.</summary>
    public static IReadOnlyList<EventType> Known { get; } = [.. OfRounds.Keys, .. OfOthers.Keys];

    /// <param name="round">Null for what is about no round.</param>
    /// <returns>Null when there is no mail for such an event.</returns>
    public static (string Subject, string Text)? Of(EventType type, string clusterName, RoundInMail? round, string? reason, string link)
    {
        var (subject, text) = round is not null && OfRounds.TryGetValue(type, out var ofRound) ? (ofRound.Subject, ofRound.Text(round))
            : OfOthers.TryGetValue(type, out var other) ? other
            : (null, null);
        if (subject is null)
            return null;

        var because = string.IsNullOrEmpty(reason) ? "" : $"\n\nReason: {reason}";
        return ($"{round?.Title ?? clusterName}: {subject}", $"{text}{because}\n\n{link}\n\n-- \n{clusterName}, buying together\n");
    }

    private static string Day(DateTimeOffset? instant) =>
        instant is null ? "the date given there" : instant.Value.ToUniversalTime().ToString("d MMMM yyyy 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
