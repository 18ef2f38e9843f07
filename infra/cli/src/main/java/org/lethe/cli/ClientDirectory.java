package org.lethe.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Clients by their names; of two with one name, the first.
final class ClientDirectory {
    static final Map<String, Object> DEFAULT_RETENTION =
            Map.of("rules", List.of(Map.of("category", "default", "period", "P13M")));
    private static final String REGION = "local";

    /// @param isNew whether it was registered just now
    record Entry(String id, boolean isNew) {}

    private final Api api;
    private @Nullable Map<String, String> known;

    ClientDirectory(Api api) {
        this.api = api;
    }

    /// The client of this name, registered with a retention of 13 months where there is none.
    Entry findOrRegister(String name) {
        Map<String, String> ids = known == null ? load() : known;
        known = ids;
        String id = ids.get(name);
        if (id != null) {
            return new Entry(id, false);
        }
        String registered = api.post(
                        "/v1/clients", Map.of("name", name, "region", REGION, "retention", DEFAULT_RETENTION))
                .orRefuse("the client " + name + " can't be registered")
                .json()
                .path("client_id")
                .asString();
        ids.put(name, registered);
        return new Entry(registered, true);
    }

    private Map<String, String> load() {
        Map<String, String> ids = new HashMap<>();
        String page = "/v1/clients?limit=200";
        while (page != null) {
            JsonNode answer =
                    api.get(page).orRefuse("the clients can't be listed").json();
            for (JsonNode client : answer.path("items")) {
                ids.putIfAbsent(
                        client.path("name").asString(), client.path("client_id").asString());
            }
            page = answer.path("next").asStringOpt().orElse(null);
        }
        return ids;
    }
}
