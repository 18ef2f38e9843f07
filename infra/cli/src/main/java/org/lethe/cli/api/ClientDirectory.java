package org.lethe.cli.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.terminal.RefusedException;
import tools.jackson.databind.JsonNode;

/// Clients by their names or ids.
public final class ClientDirectory {
    static final Map<String, Object> DEFAULT_RETENTION =
            Map.of("rules", List.of(Map.of("category", "default", "period", "P13M")));
    private static final String REGION = "local";
    private static final Pattern ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    /// @param isNew whether it was registered just now
    public record Entry(String id, boolean isNew) {}

    /// A client that there is.
    record Named(UUID id, String name) {
        static Named of(JsonNode client) {
            return new Named(
                    UUID.fromString(client.path("client_id").asString()),
                    client.path("name").asString());
        }
    }

    private final Api api;
    private @Nullable Map<String, String> known;

    public ClientDirectory(Api api) {
        this.api = api;
    }

    /// The client of this name, of two the first, registered with a retention of 13 months where there is none.
    public Entry findOrRegister(String name) {
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

    /// The one client that is meant.
    ///
    /// @throws RefusedException if there is none, or two have the name: nothing is done to a guess
    Named find(String nameOrId) {
        if (ID.matcher(nameOrId).matches()) {
            return Named.of(api.get("/v1/clients/" + nameOrId)
                    .orRefuse("the client " + nameOrId + " can't be found")
                    .json());
        }
        List<Named> found = list().stream()
                .map(Named::of)
                .filter(client -> client.name().equals(nameOrId))
                .toList();
        return switch (found.size()) {
            case 0 -> throw new RefusedException("no client is called \"" + nameOrId + "\"");
            case 1 -> found.getFirst();
            default ->
                throw new RefusedException(found.size() + " clients are called \"" + nameOrId
                        + "\"; say which by its id: "
                        + String.join(
                                ", ",
                                found.stream()
                                        .map(client -> client.id().toString())
                                        .toList()));
        };
    }

    private Map<String, String> load() {
        Map<String, String> ids = new HashMap<>();
        for (JsonNode client : list()) {
            ids.putIfAbsent(
                    client.path("name").asString(), client.path("client_id").asString());
        }
        return ids;
    }

    private List<JsonNode> list() {
        return api.all("/v1/clients?limit=200", "the clients can't be listed");
    }
}
