package org.lethe.cli.webhooks;

import java.util.UUID;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The webhook that a command is about.
final class OneWebhook {
    @Parameters(paramLabel = "WEBHOOK", description = "Its id; `lethe webhook list` shows it.")
    private UUID id;

    @Mixin
    private ClientOptions options;

    UUID id() {
        return id;
    }

    ClientApi connect() {
        return options.connect();
    }

    String path(ClientApi client, String rest) {
        return client.path(WebhookCommand.PATH + "/" + id + rest);
    }
}
