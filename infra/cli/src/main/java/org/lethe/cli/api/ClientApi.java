package org.lethe.cli.api;

import java.util.UUID;
import org.lethe.cli.terminal.RefusedException;
import org.lethe.cli.terminal.Table;

/// The API of a running Lethe, and the client that a command is about.
///
/// @param name the client's
public record ClientApi(Api api, UUID id, String name) implements AutoCloseable {
    /// @param nameOrId the client's
    /// @throws RefusedException if there is no such client; the API is closed then
    public static ClientApi of(Api api, String nameOrId) {
        try {
            ClientDirectory.Named client = new ClientDirectory(api).find(nameOrId);
            return new ClientApi(api, client.id(), client.name());
        } catch (RuntimeException e) {
            api.close();
            throw e;
        }
    }

    /// @param rest begins with a slash
    public String path(String rest) {
        return "/v1/clients/" + id + rest;
    }

    /// The client in words: its name and id.
    public String title() {
        return Table.printable(name) + " (" + id + ")";
    }

    @Override
    public void close() {
        api.close();
    }
}
