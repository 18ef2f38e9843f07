package org.lethe.cli.retention;

import java.io.PrintWriter;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ApiOptions;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lethe keys`: from erased to irrecoverable.
@Command(
        name = "keys",
        header = {
            "The keys by kind and state, and the root keys that old ones still hang on.",
            "",
            "Examples:",
            "  lethe keys status",
            "  lethe keys rotate --json",
            ""
        })
public final class KeysCommand implements Runnable {
    private static final String PATH = "/v1/keys";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "status",
            header = {
                "Count keys by kind and state, and show when old root keys go.",
                "",
                "Examples:",
                "  lethe keys status",
                "  lethe keys status --json",
                ""
            })
    int status(@Mixin ApiOptions options, @Mixin Output output) {
        try (Api api = options.connect()) {
            JsonNode keys =
                    api.get(PATH).orRefuse("the keys can't be looked at").json();
            output.result(keys, out -> printStatus(out, keys));
        }
        return 0;
    }

    private static void printStatus(PrintWriter out, JsonNode keys) {
        Table counts = new Table("kind", "state", "keys");
        for (JsonNode one : keys.path("keys")) {
            counts.row(one.path("kind"), one.path("state"), one.path("count"));
        }
        counts.print(out);
        out.println();
        Table epochs = new Table("epoch", "day", "client keys", "unused since", "goes at");
        for (JsonNode one : keys.path("epochs")) {
            boolean isToday = one.path("epoch").asLong() == keys.path("today").asLong();
            epochs.row(
                    one.path("epoch").asString() + (isToday ? " (today)" : ""),
                    one.path("day"),
                    one.path("client_keys"),
                    one.path("unused_since"),
                    one.path("goes_at"));
        }
        epochs.print(out);
        out.println();
        new Table("shards with destroyed keys", "shards being rotated", "erasures not final yet")
                .row(keys.path("dirty_shards"), keys.path("rotating_shards"), keys.path("waiting_tombstones"))
                .print(out);
    }

    @Command(
            name = "rotate",
            header = {
                "Take one turn of key rotation now: what Lethe does by itself at the end of each day. Client keys of"
                        + " shards with destroyed keys are replaced, and root keys past the backup window are destroyed.",
                "",
                "Examples:",
                "  lethe keys rotate",
                "  lethe keys rotate --json",
                ""
            })
    int rotate(@Mixin ApiOptions options, @Mixin Output output) {
        try (Api api = options.connect()) {
            output.say("Rotating ...");
            JsonNode turn = api.postForLong(PATH + "/rotation")
                    .orRefuse("the turn was not taken")
                    .json();
            output.result(turn, out -> {
                out.println(turn.path("rotated_shards").asLong() + " shards rotated, "
                        + turn.path("unfinished_shards").asLong() + " unfinished");
                out.println(turn.path("wrapped_keys").asLong() + " keys wrapped again, "
                        + turn.path("moved_client_keys").asLong() + " client keys moved to today's root key");
                out.println(turn.path("destroyed_epochs").size() + " root keys destroyed"
                        + epochs(turn.path("destroyed_epochs")));
                out.println(turn.path("finalized").asLong() + " erasures became final");
            });
        }
        return 0;
    }

    private static String epochs(JsonNode destroyed) {
        StringBuilder epochs = new StringBuilder();
        destroyed.forEach(
                epoch -> epochs.append(epochs.isEmpty() ? ": epoch " : ", ").append(epoch.asString()));
        return epochs.toString();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of it? status or rotate");
    }
}
