package org.lethe.cli.requests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Moment;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.RefusedException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `lethe request create`.
@Command(
        name = "create",
        header = {
            "Take in a request: what a consumer asked by mail, phone or letter, or an agent for them. The clock runs from"
                    + " its receipt.",
            "",
            "Examples:",
            "  lethe request create --client Acme --type access --via mail --consumer-email kim@example.com",
            "  lethe request create --client Acme --type deletion --via letter --consumer-external-id c-17 --rule gdpr"
                    + " --zone Europe/Berlin --received-at 2026-11-20T09:00:00Z",
            "  lethe request create --client Acme --type access --via phone --consumer-phone +15550100"
                    + " --passphrase-file kim.passphrase",
            "  lethe request create --client Acme --type opt_out --via api --consumer-external-id c-17 --details what.json",
            ""
        })
final class CreateRequestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--type",
            required = true,
            paramLabel = "TYPE",
            description = "access, portability, correction, deletion, restriction, opt_out, objection or complaint.")
    private String type = "";

    @Option(
            names = "--via",
            required = true,
            paramLabel = "WAY",
            description = "How it came: api, page, mail, phone, letter or agent.")
    private String via = "";

    @Mixin
    private RequesterOptions requester;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            description = "The law that it comes under, such as gdpr, uk-gdpr or ccpa; default: the client's.")
    private @Nullable String rule;

    @Option(
            names = "--received-at",
            paramLabel = "INSTANT",
            converter = Moment.class,
            description = "When it was received, such as 2026-11-20T09:00:00Z; default: now.")
    private @Nullable Instant receivedAt;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "In which its days begin and end, such as Europe/Berlin; default: the client's.")
    private @Nullable ZoneId zone;

    @Option(
            names = "--details",
            paramLabel = "FILE",
            description = "JSON of what is to be corrected, redacted, restricted or opted out of.")
    private @Nullable Path details;

    @ArgGroup
    private DeliveryOptions delivery = new DeliveryOptions();

    @Mixin
    private ClientOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        if (!requester.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say who asks: --consumer, --consumer-email, --consumer-phone or --consumer-external-id");
        }
        ObjectNode request = request();
        try (ClientApi client = options.connect()) {
            JsonNode created = client.api()
                    .post(client.path(RequestCommand.PATH), request)
                    .orRefuse("the request was not taken in")
                    .json();
            output.result(created, out -> {
                out.println("Request " + created.path("request_id").asString() + " of " + client.title());
                RequestText.dates(created).print(out);
                created.path("duplicate_of")
                        .asStringOpt()
                        .ifPresent(other ->
                                out.println("Note: the same was asked before, within 365 days: request " + other));
            });
        }
        return 0;
    }

    private ObjectNode request() {
        ObjectNode request = Api.JSON.createObjectNode().put("type", type).put("via", via);
        request.set("consumer", requester.toJson());
        put(request, "rule", rule);
        put(request, "received_at", receivedAt);
        put(request, "zone", zone);
        delivery.read().ifPresent(how -> request.putPOJO("delivery", how));
        if (details != null) {
            request.set("details", json(details));
        }
        return request;
    }

    private static void put(ObjectNode request, String field, @Nullable Object value) {
        if (value != null) {
            request.put(field, value.toString());
        }
    }

    /// What stands in the file is in no message: it may be what somebody said.
    private static JsonNode json(Path file) {
        JsonNode read;
        try {
            read = Api.JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new RefusedException("the file " + file + " can't be read", e);
        } catch (JacksonException _) {
            throw new RefusedException(file + " is no JSON");
        }
        if (!read.isObject()) {
            throw new RefusedException(file + " holds no JSON object");
        }
        return read;
    }
}
