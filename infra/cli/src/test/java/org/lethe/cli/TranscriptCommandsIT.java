package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.cli.api.Api;
import org.lethe.standalone.Running;
import org.lethe.standalone.Settings;
import org.lethe.standalone.Standalone;

/// Clients, consumers and transcripts from the command line, against a whole Lethe.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranscriptCommandsIT {
    private static final String MAIL = "kim@example.com";

    private final Terminal terminal = new Terminal();
    private Path folder;
    private Running running;
    private Api operator;

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        folder = parent.resolve("data");
        running = Standalone.start(Settings.in(folder));
        operator =
                new Api(running.url(), Files.readString(running.operatorToken()).strip());
    }

    @AfterAll
    void stop() {
        operator.close();
        running.close();
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = folder.toString();
        all[arguments.length + 2] = "--url";
        all[arguments.length + 3] = running.url().toString();
        return terminal.run(all);
    }

    /// A client of this name.
    private void client(String name) {
        assertThat(run("client", "add", name)).isZero();
        assertThat(terminal.out()).startsWith(name + " is client ");
    }

    /// A conversation with one message.
    private String conversation(String name) {
        assertThat(run("client", "list", "--json")).isZero();
        String client = Api.JSON
                .readTree(terminal.out())
                .path("items")
                .valueStream()
                .filter(one -> one.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .path("client_id")
                .asString();
        String conversation = operator.post(
                        "/v1/clients/" + client + "/conversations",
                        Map.of("channel", "web", "consumer", Map.of("email", MAIL)))
                .orRefuse("no conversation")
                .json()
                .path("conversation_id")
                .asString();
        operator.post(
                        "/v1/clients/" + client + "/conversations/" + conversation + "/messages",
                        Map.of("from", "consumer", "text", "Where is my parcel?"))
                .orRefuse("no message");
        return conversation;
    }

    @Test
    void findsReadsAndForgetsAPerson() throws IOException {
        client("Finder");
        String conversation = conversation("Finder");

        // look up
        assertThat(run("lookup", "--client", "Finder", "--consumer-email", MAIL))
                .isZero();
        assertThat(terminal.out())
                .contains("Consumer ", "of Finder (", conversation, "open")
                .doesNotContain(MAIL);

        // read
        assertThat(run("transcript", conversation, "--client", "Finder", "--purpose", "quality-review"))
                .isZero();
        assertThat(terminal.out()).contains("Where is my parcel?");
        Path file = folder.resolve("talk.html");
        assertThat(run(
                        "transcript",
                        conversation,
                        "--client",
                        "Finder",
                        "--purpose",
                        "quality-review",
                        "--format",
                        "html",
                        "--out",
                        file.toString()))
                .isZero();
        assertThat(Files.readString(file)).contains("<html", "Where is my parcel?");

        // forget
        assertThat(run(
                        "erase",
                        "--client",
                        "Finder",
                        "--consumer-email",
                        MAIL,
                        "--reason",
                        "consumer-request",
                        "--dry-run"))
                .isZero();
        assertThat(terminal.out()).contains("Nothing is done", conversation);
        assertThat(run("erase", "--client", "Finder", "--consumer-email", MAIL, "--reason", "consumer-request"))
                .isEqualTo(1); // nobody can be asked
        assertThat(terminal.err()).contains("--yes");
        assertThat(run(
                        "erase",
                        "--client",
                        "Finder",
                        "--consumer-email",
                        MAIL,
                        "--reason",
                        "consumer-request",
                        "--yes"))
                .isZero();
        assertThat(terminal.out()).contains("Erased at ", "Key destroyed: consumer ");
        assertThat(run("lookup", "--client", "Finder", "--consumer-email", MAIL))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("has no such consumer").doesNotContain(MAIL);
        assertThat(run("transcript", conversation, "--client", "Finder", "--purpose", "quality-review"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("erased");
    }

    @Test
    void saysWhatItWants() {
        client("Asker");

        assertThat(run("lookup", "--client", "Asker")).isEqualTo(2);
        assertThat(terminal.err()).contains("say who");
        assertThat(run("erase", "--client", "Asker", "--reason", "other")).isEqualTo(2);
        assertThat(terminal.err()).contains("say what goes");
        assertThat(run("transcript", UUID.randomUUID().toString(), "--client", "Asker"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--purpose");
        assertThat(run("client")).isEqualTo(2);
    }

    @Test
    void letsAClientGo() {
        client("Leaver");

        assertThat(run("client", "offboard", "--client", "Leaver", "--yes")).isZero();
        assertThat(terminal.out()).contains("Leaver (", "left at");
    }
}
