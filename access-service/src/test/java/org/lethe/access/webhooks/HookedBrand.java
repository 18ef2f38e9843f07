package org.lethe.access.webhooks;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.lethe.access.AccessServer;
import org.lethe.access.AccessServer.Brand;
import org.lethe.service.ServiceServer.Reply;
import tools.jackson.databind.JsonNode;

/// A client that asks to be told, and whose consumers ask for something.
final class HookedBrand {
    static final String COMPLAINT = """
            {"type": "complaint", "consumer": {"email": "kim@example.com"}, "via": "mail", "details": {"text": "secret words"}}""";

    final AccessServer server;
    final Brand brand;
    final String webhooks;

    HookedBrand(AccessServer server) {
        this.server = server;
        this.brand = server.brand();
        this.webhooks = "/v1/clients/" + brand.id + "/webhooks";
    }

    Reply register(String url, String... events) {
        return server.post(
                webhooks,
                brand.officer,
                "{\"url\": \"" + url + "\", \"events\": [\"" + String.join("\", \"", events) + "\"]}");
    }

    /// @return its path
    String registered(String url, String... events) {
        return webhooks + "/" + register(url, events).is(201).text("webhook_id");
    }

    /// Referred at once.
    String complain() {
        return server.post(brand.requests, brand.officer, COMPLAINT).is(201).text("request_id");
    }

    List<JsonNode> deliveries(String webhook) {
        return deliveries(webhook, "");
    }

    List<JsonNode> deliveries(String webhook, String query) {
        return server.get(webhook + "/deliveries" + query, brand.officer)
                .is(200)
                .json()
                .get("items")
                .valueStream()
                .toList();
    }

    /// Waits until all its deliveries stand so.
    List<JsonNode> awaitAll(String webhook, String state, int count) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            List<JsonNode> all = deliveries(webhook, "?limit=200");
            return all.size() == count
                    && all.stream().allMatch(one -> one.get("state").asString().equals(state));
        });
        return deliveries(webhook, "?limit=200");
    }
}
