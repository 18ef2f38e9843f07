package org.lethe.cli.api;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.terminal.RefusedException;
import tools.jackson.databind.JsonNode;

/// Clients by their names or ids.
public final class ClientDirectory {
    public static final String DEFAULT_PERIOD = "P13M";
    private static final String REGION = "local";
    private static final Pattern ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static final Pattern AROUND =
            Pattern.compile("^[\\s\\p{Z}\\x{FEFF}\\x{200B}]+|[\\s\\p{Z}\\x{FEFF}\\x{200B}]+$");

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
    private final String period;
    private @Nullable List<Named> known;

    public ClientDirectory(Api api) {
        this(api, DEFAULT_PERIOD);
    }

    /// @param period for which those keep everything that are registered
    public ClientDirectory(Api api, String period) {
        this.api = api;
        this.period = period;
    }

    /// A name as it is kept: composed (NFC), without white space or a byte order mark around it.
    public static String normal(String name) {
        return Normalizer.normalize(AROUND.matcher(name).replaceAll(""), Normalizer.Form.NFC);
    }

    /// The one client that is meant, registered where there is none.
    ///
    /// @throws RefusedException if two have the name
    public Entry findOrRegister(String nameOrId) {
        return known(nameOrId).orElseGet(() -> register(nameOrId));
    }

    /// The one client that is meant, if there is one.
    ///
    /// @throws RefusedException if two have the name: nothing is done to a guess
    public Optional<Entry> known(String nameOrId) {
        if (ID.matcher(nameOrId).matches()) {
            return Optional.of(new Entry(find(nameOrId).id().toString(), false));
        }
        if (known == null) {
            known = new ArrayList<>(list().stream().map(Named::of).toList());
        }
        return one(known, nameOrId).map(client -> new Entry(client.id().toString(), false));
    }

    private Map<String, Object> retention() {
        return Map.of("rules", List.of(Map.of("category", "default", "period", period)));
    }

    private Entry register(String name) {
        String kept = normal(name);
        String registered = api.post("/v1/clients", Map.of("name", kept, "region", REGION, "retention", retention()))
                .orRefuse("the client " + kept + " can't be registered")
                .json()
                .path("client_id")
                .asString();
        if (known != null) {
            known.add(new Named(UUID.fromString(registered), kept));
        }
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
        return one(list().stream().map(Named::of).toList(), nameOrId)
                .orElseThrow(() -> new RefusedException("no client is called \"" + nameOrId + "\""));
    }

    /// Spelled just so, or else the same but for what is not seen.
    private static Optional<Named> one(List<Named> clients, String name) {
        String wanted = normal(name);
        List<Named> found =
                clients.stream().filter(client -> client.name().equals(wanted)).toList();
        if (found.isEmpty()) {
            found = clients.stream()
                    .filter(client -> normal(client.name()).equals(wanted))
                    .toList();
        }
        if (found.size() > 1) {
            throw new RefusedException(found.size() + " clients are called \"" + wanted + "\"; say which by its id: "
                    + found.stream().map(client -> client.id().toString()).collect(Collectors.joining(", ")));
        }
        return found.stream().findFirst();
    }

    private List<JsonNode> list() {
        return api.all("/v1/clients?limit=200", "the clients can't be listed");
    }
}
