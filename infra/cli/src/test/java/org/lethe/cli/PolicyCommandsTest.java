package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What `lethe policy` says, asks and sends, against a server that answers what a test tells it to.
class PolicyCommandsTest extends ScriptedCommands {
    private static final String POLICY = "019a8f00-0000-7000-8000-00000000000e";
    private static final String PATH = "/v1/clients/" + CLIENT + "/policies";
    private static final String SHOWN = """
            {"policy_id": "%s", "audience": "consumer", "kind": "policy", "version": "2027-01", "state": "to_come",
             "material": true, "effective_from": "2026-12-21T12:00:00Z", "announcements": [
               {"channel": "page", "announced_at": "2026-11-21T12:00:00Z"},
               {"channel": "email", "announced_at": "2026-11-22T12:00:00Z", "recipients": "340 people"}]}""".formatted(POLICY);

    private String file;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(folder.resolve("policy.txt"), "We hold your name.\n\nNothing else.")
                .toString();
        server.reply("POST " + PATH, 201, SHOWN);
    }

    @Override
    int run(String... arguments) {
        return super.run(Stream.of(Stream.of("policy"), Arrays.stream(arguments), Stream.of("--client", "Acme"))
                .flatMap(all -> all)
                .toArray(String[]::new));
    }

    private List<String> posts() {
        return server.asked().stream()
                .filter(request -> request.startsWith("POST "))
                .toList();
    }

    @Test
    void publishesAFileAndSaysFromWhenItHolds() {
        assertThat(run("publish", file, "--audience", "consumer", "--policy-version", "2027-01", "--yes"))
                .as(terminal::err)
                .isZero();

        assertThat(posts())
                .containsExactly("POST " + PATH + " {\"audience\":\"consumer\",\"version\":\"2027-01\","
                        + "\"text\":\"We hold your name.\\n\\nNothing else.\",\"material\":true,"
                        + "\"kind\":\"policy\"}");
        assertThat(terminal.out()).contains(POLICY, "effective from 2026-12-21T12:00:00Z");
    }

    @Test
    void saysWhatKindItIs() {
        assertThat(run(
                        "publish",
                        file,
                        "--audience",
                        "visitor",
                        "--policy-version",
                        "3.1",
                        "--not-material",
                        "--effective-from",
                        "2027-01-01T00:00:00Z",
                        "--yes"))
                .isZero();
        assertThat(run("publish", file, "--audience", "visitor", "--policy-version", "s", "--ownership", "--yes"))
                .isZero();

        assertThat(posts().getFirst()).contains("\"material\":false", "\"effective_from\":\"2027-01-01T00:00:00Z\"");
        assertThat(posts().getLast()).contains("\"material\":true", "\"kind\":\"ownership\"");
    }

    @Test
    void asksFirst() {
        assertThat(run("publish", file, "--audience", "consumer", "--policy-version", "1"))
                .isEqualTo(1);
        terminal.typing("no");
        assertThat(run("publish", file, "--audience", "consumer", "--policy-version", "1"))
                .isEqualTo(1);

        assertThat(terminal.err()).contains("can't be taken back");
        assertThat(posts()).isEmpty();
    }

    @Test
    void refusesAFileThatIsNoText() throws IOException {
        Path binary = Files.write(folder.resolve("policy.pdf"), new byte[] {(byte) 0xff, (byte) 0xfe});

        for (String wrong :
                List.of(binary.toString(), folder.resolve("none.txt").toString())) {
            assertThat(run("publish", wrong, "--audience", "consumer", "--policy-version", "1", "--yes"))
                    .isEqualTo(1);
            assertThat(terminal.err()).contains("can't be read", "UTF-8");
        }
    }

    @Test
    void listsThem() {
        server.reply("GET " + PATH, 200, "{\"items\": [" + SHOWN + "]}");

        assertThat(run("list", "--audience", "consumer")).as(terminal::err).isZero();

        assertThat(terminal.out()).contains(POLICY, "2027-01", "to_come", "yes");
        assertThat(server.asked()).anyMatch(request -> request.contains("audience=consumer"));
    }

    @Test
    void putsAnAnnouncementOnRecord() {
        server.reply("POST " + PATH + "/" + POLICY + "/announcements", 201, SHOWN);

        assertThat(run(
                        "announce",
                        POLICY,
                        "--by",
                        "email",
                        "--recipients",
                        "340 people",
                        "--at",
                        "2026-11-22T12:00:00Z"))
                .as(terminal::err)
                .isZero();

        assertThat(posts())
                .containsExactly("POST " + PATH + "/" + POLICY + "/announcements {\"channel\":\"email\","
                        + "\"recipients\":\"340 people\",\"announced_at\":\"2026-11-22T12:00:00Z\"}");
        assertThat(terminal.out()).contains("page", "340 people");
    }

    @Test
    void beginsHelpWithExamples() {
        assertHelpBeginsWithExamples("policy", "policy publish", "policy list", "policy announce");
    }
}
