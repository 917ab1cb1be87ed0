using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using OpportunityKnocks.Purchasing.Api.Events;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Http.Outgoing;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Subscriptions;

namespace OpportunityKnocks.Purchasing.Api.Webhooks;

/// <summary>Posts events as CloudEvents in structured JSON, signed as Standard Webhooks says.</summary>
public sealed class WebhookChannel(IHttpClientFactory http, WebhookSecrets secrets, FeedCursors cursors, TimeProvider time) : IChannel
{
    private static readonly JsonEventFormatter Formatter = new(StrictJson.Options, default);

    public Channel Kind => Channel.Webhook;

    public IReadOnlyList<EventType> Everything { get; } = Enum.GetValues<EventType>();

    public async Task<SendResult> SendAsync(DeliveryToSend delivery, CancellationToken ct)
    {
        try
        {
            using var client = http.CreateClient(OutgoingHttp.Name);
            using var request = RequestOf(delivery);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
            return new SendResult(answer.IsSuccessStatusCode, status, Refused: answer.StatusCode == HttpStatusCode.Gone);
        }
        catch (HttpRequestException e) when (e.InnerException is ForbiddenTargetException forbidden)
        {
            return new SendResult(false, forbidden.Message);
        }
        catch (HttpRequestException e)
        {
            return new SendResult(false, e.HttpRequestError == HttpRequestError.Unknown ? "The connection failed." : $"The connection failed: {e.HttpRequestError}.");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new SendResult(false, $"No answer within {OutgoingHttp.Patience.TotalSeconds} seconds.");
        }
    }

    private HttpRequestMessage RequestOf(DeliveryToSend delivery)
    {
        var (entry, now, id) = (delivery.Entry, time.GetUtcNow(), delivery.MessageId.ToString());
        var shown = EventResponse.Of(entry, delivery.Reader, cursors.Of(entry.ClusterId.Value, entry.Position!.Value));
        var body = Formatter.EncodeStructuredModeMessage(
            new CloudEvent
            {
                Id = entry.Id.Value.ToString(),
                Source = new Uri($"/v1/clusters/{entry.ClusterId.Value}", UriKind.Relative),
                Type = $"opportunityknocks.purchasing.{EnumName.Of(entry.Type)}",
                Subject = entry.SubjectId.ToString(),
                Time = entry.At,
                DataContentType = MediaTypeNames.Application.Json,
                Data = shown,
            },
            out var contentType).ToArray();

        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType.ToString());
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Subscription.Target) { Content = content };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", secrets.Sign(delivery.Subscription, id, now, body));
        return request;
    }
}
