package org.lethe.cli.requests;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.RefusedException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// The request that a command is about.
final class OneRequest {
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    @Parameters(paramLabel = "REQUEST", description = "Its id; `lethe request list` shows it.")
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
        return client.path(RequestCommand.PATH + "/" + id + rest);
    }

    JsonNode look(ClientApi client) {
        return client.api()
                .get(path(client, ""))
                .orRefuse("the request can't be found")
                .json();
    }

    /// Takes a step with it, and prints how it stands then.
    ///
    /// @param step as its route is called
    /// @param otherwise what is said of the request if the step can't be taken
    void take(ClientApi client, Output output, String step, Object body, String otherwise) {
        Api.Answer answer = client.api().post(path(client, "/" + step), body);
        if (answer.status() == CONFLICT) {
            throw new RefusedException("the request " + otherwise + ": " + answer.problem() + possible(answer));
        }
        if (answer.status() == UNPROCESSABLE) {
            throw new RefusedException("the request " + otherwise + ": " + answer.problem() + triesLeft(answer));
        }
        JsonNode taken = answer.orRefuse("the request " + otherwise).json();
        output.result(taken, out -> {
            out.println("Request " + id + " of " + client.title());
            RequestText.dates(taken).print(out);
        });
    }

    private static String triesLeft(Api.Answer wrongCode) {
        JsonNode left = wrongCode.json().path("tries_left");
        return left.isInt() ? System.lineSeparator() + "  tries left: " + left.asInt() : "";
    }

    /// What can be done with it as it stands.
    private static String possible(Api.Answer conflict) {
        JsonNode possible = conflict.json().path("possible");
        if (!possible.isArray()) {
            return "";
        }
        String steps = StreamSupport.stream(possible.spliterator(), false)
                .map(step -> step.asString(""))
                .collect(Collectors.joining(", "));
        return System.lineSeparator() + "  possible now: " + (steps.isEmpty() ? "nothing" : steps);
    }
}
