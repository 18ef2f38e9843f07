package org.lethe.cli.api;

import org.lethe.cli.terminal.RefusedException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which client a command is about, and where the API is.
public final class ClientOptions {
    @Option(
            names = "--client",
            required = true,
            paramLabel = "NAME|ID",
            description = "The client. By its id only, if your API key may not list clients.")
    private String client = "";

    @Mixin
    private ApiOptions api;

    /// @throws RefusedException if there is no such client
    public ClientApi connect() {
        return ClientApi.of(api.connect(), client);
    }
}
