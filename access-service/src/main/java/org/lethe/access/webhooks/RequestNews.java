package org.lethe.access.webhooks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.lethe.access.requests.RequestStanding;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.RequestEvent;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.web.StrictJson;

/// Something that happened to a request, as webhooks are told it: the same whenever it is made from the log.
///
/// @param id follows from the event and the topic; receivers know a repetition by it
/// @param payload JSON of ids and states, nothing of a consumer
record RequestNews(
        UUID id,
        WebhookTopic topic,
        ClientId client,
        RequestId request,
        long position,
        Instant occurredAt,
        String payload) {

    /// What is posted.
    record Payload(String type, Instant timestamp, Data data) {}

    record Data(ClientId clientId, RequestId requestId, RequestType type, String state, Instant dueAt) {}

    /// @param sourced an event of a request; of others there is nothing to tell
    static List<RequestNews> of(EventLog log, Sourced sourced) {
        List<RequestNews> news = new ArrayList<>();
        if (sourced.event() instanceof RequestEvent step) {
            for (WebhookTopic topic : WebhookTopic.of(step)) {
                RequestStanding.at(log, step, sourced)
                        .map(standing -> of(sourced, step, topic, standing))
                        .ifPresent(news::add);
            }
        }
        return news;
    }

    private static RequestNews of(Sourced sourced, RequestEvent step, WebhookTopic topic, RequestStanding standing) {
        Payload payload = new Payload(
                topic.wireName(),
                sourced.recordedAt(),
                new Data(step.client(), step.request(), standing.type(), standing.state(), standing.dueAt()));
        return new RequestNews(
                UUID.nameUUIDFromBytes((sourced.id() + " " + topic.wireName()).getBytes(StandardCharsets.US_ASCII)),
                topic,
                step.client(),
                step.request(),
                Objects.requireNonNull(sourced.position()).position(),
                sourced.recordedAt(),
                new String(StrictJson.write(payload), StandardCharsets.UTF_8));
    }
}
