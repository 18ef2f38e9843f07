package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientDirectory;
import org.lethe.standalone.Running;
import org.lethe.standalone.Settings;
import org.lethe.standalone.Standalone;
import tools.jackson.databind.JsonNode;

/// Schedules, holds and runs from the command line, against a whole Lethe.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetentionCommandsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
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

    /// A client of this name with a conversation of two messages.
    ///
    /// @return its id
    private String metrics() throws IOException {
        try (InputStream in = running.metricsUrl().toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String client(String name) {
        return client(name, Instant.now());
    }

    /// The same with messages of that time.
    private String client(String name, Instant sentAt) {
        String client = new ClientDirectory(operator).findOrRegister(name).id();
        JsonNode conversation = operator.post(
                        "/v1/clients/" + client + "/conversations",
                        Map.of("channel", "web", "consumer", Map.of("email", MAIL)))
                .orRefuse("no conversation")
                .json();
        for (String text : new String[] {"Hello", "Good morning"}) {
            operator.post(
                            "/v1/clients/" + client + "/conversations/"
                                    + conversation.path("conversation_id").asString() + "/messages?accept_due=true",
                            Map.of("from", "agent", "text", text, "sent_at", sentAt.toString()))
                    .orRefuse("no message");
        }
        return client;
    }

    private int run(String... arguments) {
        return terminal.run(
                Stream.concat(Arrays.stream(arguments), Stream.of("--no-input", "--data", folder.toString()))
                        .toArray(String[]::new));
    }

    private JsonNode json(String... arguments) {
        int exit =
                run(Stream.concat(Arrays.stream(arguments), Stream.of("--json")).toArray(String[]::new));
        assertThat(exit).as(terminal::err).isZero();
        return Api.JSON.readTree(terminal.out());
    }

    private void refused(List<String> saying, String... arguments) {
        assertThat(run(arguments)).isEqualTo(1);
        assertThat(terminal.err()).startsWith("lethe: ").contains(saying).doesNotContain("\tat ");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void setsAScheduleAndTellsItsHistory() {
        String id = client("Schedules");

        // shown as it was registered
        assertThat(run("schedule", "show", "--client", "Schedules"))
                .as(terminal::err)
                .isZero();
        assertThat(terminal.out())
                .contains("Schedules (" + id + ")", "In force: version 1")
                .containsPattern("default +- +P13M");

        // set, twice: from now on, and later
        assertThat(run(
                        "schedule",
                        "set",
                        "--client",
                        "Schedules",
                        "--yes",
                        "--rule",
                        "default=P1Y",
                        "--rule",
                        "messages/web=P400D",
                        "--reason",
                        "new contract"))
                .as(terminal::err)
                .isZero();
        assertThat(terminal.err()).containsPattern("default +P13M +P1Y").contains("nothing would become unreadable");
        assertThat(terminal.out()).contains("version 2").containsPattern("messages +web +P400D");
        JsonNode later = json(
                "schedule",
                "set",
                "--client",
                id,
                "--yes",
                "--rule",
                "default=P7Y",
                "--effective-from",
                "2999-01-01T00:00:00Z");
        assertThat(later.path("version").asInt()).isEqualTo(3);
        assertThat(later.path("notes").path(0).asString()).contains("waits until 2999-01-01T00:00:00Z");

        // shown with what waits
        JsonNode shown = json("schedule", "show", "--client", "Schedules");
        assertThat(shown.path("in_force").path("version").asInt()).isEqualTo(2);
        assertThat(shown.path("waiting").path("version").asInt()).isEqualTo(3);
        assertThat(run("schedule", "show", "--client", "Schedules", "--at", "2999-01-02T00:00:00Z"))
                .isZero();
        assertThat(terminal.out()).contains("In force: version 3").doesNotContain("Waiting");

        // and remembered
        assertThat(run("schedule", "history", "--client", "Schedules")).isZero();
        assertThat(terminal.out())
                .containsPattern("2 +yes .*default=P1Y messages/web=P400D +new contract")
                .containsPattern("3 +- +2999-01-01T00:00:00Z");
        JsonNode history = json("schedule", "history", "--client", "Schedules");
        assertThat(history.path("items").size()).isEqualTo(3);
    }

    @Test
    void setsNoScheduleThatIsRefused() {
        String id = client("Refusals");
        String[] set = {"schedule", "set", "--client", id, "--rule", "default=P1Y"};

        refusedSet("nobody can be asked", set);
        refusedSet("/rules", "schedule", "set", "--yes", "--client", id, "--rule", "messages=P1Y");
        refusedSet("/rules/0/period", "schedule", "set", "--yes", "--client", id, "--rule", "default=P0D");
        refusedSet(
                "/effective_from",
                "schedule",
                "set",
                "--yes",
                "--client",
                id,
                "--rule",
                "default=P1Y",
                "--effective-from",
                "2020-01-01T00:00:00Z");
        refused(
                List.of("the schedule can't be shown"),
                "schedule",
                "show",
                "--client",
                id,
                "--at",
                "2000-01-01T00:00:00Z");
        refused(
                List.of("can't be found"),
                "schedule",
                "show",
                "--client",
                UUID.randomUUID().toString());

        assertThat(json("schedule", "history", "--client", id).path("items").size())
                .isEqualTo(1);
    }

    /// What it would change is shown before it is refused.
    private void refusedSet(String saying, String... arguments) {
        assertThat(run(arguments)).isEqualTo(1);
        assertThat(terminal.err()).contains("lethe: ", saying).doesNotContain("\tat ");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void previewsRulesBesideTodays() {
        client("Previews");
        String[] preview = {
            "schedule", "preview", "--client", "Previews", "--rule", "default=P1D", "--at", "2027-06-01T00:00:00Z"
        };

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(run(preview)).as(terminal::err).isZero();
            assertThat(terminal.out())
                    .containsPattern("messages +web +proposed +P1D +\\S+ +\\S+ +1 +1 +2 +2 ")
                    .containsPattern("- +- +today +P13M +- +- +0 +0 +0 +0 ")
                    .contains("2 messages and 1 other contents of 2 buckets would become unreadable")
                    .contains("By today's rules: nothing would become unreadable.");
            assertThat(terminal.err()).contains("Counting: 2 of 2");
        });
        JsonNode json = json(preview);
        assertThat(json.path("in_all").path("unreadable").path("messages").asInt())
                .isEqualTo(2);

        assertThat(run("schedule", "preview", "--client", "Previews", "--rule", "default=P7Y"))
                .isZero();
        assertThat(terminal.out()).contains("nothing would become unreadable");
    }

    @Test
    void placesListsAndReleasesHolds() {
        client("Holds");
        assertThat(run("hold", "list", "--client", "Holds")).isZero();
        assertThat(terminal.out()).contains("has no holds");

        // placed on somebody who is looked up
        assertThat(run(
                        "hold",
                        "place",
                        "--client",
                        "Holds",
                        "--matter",
                        "Case 4711",
                        "--reason",
                        "court order",
                        "--consumer-email",
                        MAIL))
                .as(terminal::err)
                .isZero();
        assertThat(terminal.out()).contains("is in force: consumers 1.").doesNotContain(MAIL);
        JsonNode second = json(
                "hold",
                "place",
                "--client",
                "Holds",
                "--matter",
                "Case 4712",
                "--reason",
                "court order",
                "--channel",
                "web",
                "--from",
                "2026-01-01");
        String hold = second.path("hold_id").asString();

        // listed
        assertThat(run("hold", "list", "--client", "Holds")).isZero();
        assertThat(terminal.out())
                .containsPattern("in_force +Case 4711 +- +consumers 1 ")
                .containsPattern(hold + " +in_force +Case 4712 +- +channel web, from 2026-01-01 ");

        // released
        refused(List.of("nobody can be asked"), "hold", "release", hold, "--client", "Holds");
        assertThat(run("hold", "release", hold, "--client", "Holds", "--yes", "--reason", "closed"))
                .as(terminal::err)
                .isZero();
        assertThat(terminal.out()).contains("Hold " + hold + " is released");
        JsonNode listed = json("hold", "list", "--client", "Holds");
        assertThat(listed.path("items").path(0).path("state").asString()).isEqualTo("in_force");
        assertThat(listed.path("items").path(1).path("release_reason").asString())
                .isEqualTo("closed");
    }

    @Test
    void placesNoHoldThatIsRefused() {
        client("Holds refused");

        refused(
                List.of("no consumer with that --consumer-external-id"),
                "hold",
                "place",
                "--client",
                "Holds refused",
                "--matter",
                "m",
                "--reason",
                "r",
                "--consumer-external-id",
                "nobody");
        refused(
                List.of("the hold was not placed", "does not have"),
                "hold",
                "place",
                "--client",
                "Holds refused",
                "--matter",
                "m",
                "--reason",
                "r",
                "--conversation",
                UUID.randomUUID().toString());
        refused(
                List.of("the hold can't be found"),
                "hold",
                "release",
                UUID.randomUUID().toString(),
                "--client",
                "Holds refused",
                "--yes");
    }

    @Test
    void asksASecondPersonToAgreeToARelease() throws IOException {
        String id = client("Two people");
        operator.put("/v1/clients/" + id + "/legal-hold-policy", Map.of("two_person_release", true), "*")
                .orRefuse("no policy");
        String first = officer(id, "first").toString();
        String second = officer(id, "second").toString();
        String hold = json("hold", "place", "--client", id, "--matter", "m", "--reason", "r", "--all")
                .path("hold_id")
                .asString();

        assertThat(run("hold", "release", hold, "--client", id, "--yes", "--token-file", first))
                .as(terminal::err)
                .isZero();
        assertThat(terminal.out()).contains("stays in force", "somebody else has to agree");
        List.of(List.of("--token-file", first), List.<String>of()) // the asker, and who made the asker's key
                .forEach(who -> refused(
                        List.of("Somebody else has to agree: this was asked for by you"),
                        Stream.concat(Stream.of("hold", "release", hold, "--client", id, "--yes"), who.stream())
                                .toArray(String[]::new)));
        JsonNode released = json("hold", "release", hold, "--client", id, "--yes", "--token-file", second);

        assertThat(released.path("state").asString()).isEqualTo("released");
    }

    private Path officer(String client, String name) throws IOException {
        return Files.writeString(
                folder.resolveSibling(name + ".token"),
                operator.post(
                                "/v1/clients/" + client + "/api-keys",
                                Map.of("name", name, "roles", List.of("privacy-officer")))
                        .orRefuse("no key")
                        .json()
                        .path("api_key")
                        .asString());
    }

    @Test
    void runsRetention() {
        client("Runs");
        Path certificate = folder.resolveSibling("runs.pdf");

        // dry
        JsonNode dry = json("retention", "run", "--client", "Runs");
        assertThat(dry.path("dry_run").asBoolean()).isTrue();
        assertThat(dry.path("state").asString()).isEqualTo("completed");
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(run("retention", "run", "--client", "Runs", "--at", "2099-01-01T00:00:00Z"))
                    .as(terminal::err)
                    .isZero();
            assertThat(terminal.out())
                    .contains("Dry run ")
                    .containsPattern("messages +web +P13M ")
                    .contains("2 messages and 1 other contents of 2 buckets would become unreadable");
        });

        // for good, of which nothing is due
        refused(List.of("nobody can be asked"), "retention", "run", "--client", "Runs", "--no-dry-run");
        refused(
                List.of("/at"),
                "retention",
                "run",
                "--client",
                "Runs",
                "--no-dry-run",
                "--yes",
                "--at",
                Instant.now().plusSeconds(86_400).toString());
        assertThat(run(
                        "retention",
                        "run",
                        "--client",
                        "Runs",
                        "--no-dry-run",
                        "--yes",
                        "--certificate",
                        certificate.toString()))
                .as(terminal::err)
                .isZero();
        assertThat(terminal.out()).contains("Nothing became unreadable.").doesNotContain("Dry run");
        assertThat(terminal.err()).contains("No certificate is saved: nothing went.");
        assertThat(certificate).doesNotExist();

        // and afterwards
        String run = dry.path("run_id").asString();
        assertThat(run("retention", "status")).isZero();
        assertThat(terminal.out()).containsPattern(run + " +completed +yes ").containsPattern("completed +no ");
        assertThat(json("retention", "status", "--limit", "1").path("items").size())
                .isEqualTo(1);
        assertThat(run("retention", "status", run)).isZero();
        assertThat(terminal.out()).contains("Dry run " + run);
        refused(List.of("no certificate"), "retention", "status", run, "--certificate", certificate.toString());
        refused(
                List.of("the run can't be shown"),
                "retention",
                "status",
                UUID.randomUUID().toString());
    }

    @Test
    void destroysWhatIsDueAndSavesTheCertificate() throws IOException {
        await().atMost(SOON) // the sweep of the start: the next is an hour away
                .until(() -> metrics().contains("lethe_retention_sweep_seconds_count 1"));
        String id = client("Destroys", Instant.parse("2020-02-29T12:00:00Z"));
        Path signed = folder.resolveSibling("destroys.json");
        Path page = folder.resolveSibling("destroys.pdf");

        // when
        assertThat(run(
                        "retention",
                        "run",
                        "--client",
                        "Destroys",
                        "--no-dry-run",
                        "--yes",
                        "--certificate",
                        signed.toString()))
                .as(terminal::err)
                .isZero();

        // then
        assertThat(terminal.out())
                .containsPattern("messages +web +- +2020-02-29 ")
                .contains("2 messages");
        assertThat(terminal.err()).contains("Certificate saved in " + signed);
        JsonNode certificate = Api.JSON.readTree(Files.readString(signed)).path("certificate");
        assertThat(certificate.path("client_id").asString()).isEqualTo(id);
        assertThat(certificate.path("buckets").path(0).path("day").asString()).isEqualTo("2020-02-29");
        assertThat(run("retention", "status", certificate.path("run_id").asString(), "--certificate", page.toString()))
                .as(terminal::err)
                .isZero();
        assertThat(Files.readString(page, StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
    }

    @Test
    void countsKeysAndTakesATurn() {
        client("Keys");

        JsonNode status = json("keys", "status");
        JsonNode turn = json("keys", "rotate");

        assertThat(status.path("keys"))
                .anySatisfy(count -> assertThat(count.path("kind").asString()).isEqualTo("consumer"));
        assertThat(status.path("epochs"))
                .anySatisfy(epoch -> assertThat(epoch.path("epoch")).isEqualTo(status.path("today")));
        assertThat(turn.path("unfinished_shards").asInt()).isZero();
        assertThat(run("keys", "status")).as(terminal::err).isZero();
        assertThat(terminal.out()).contains("(today)").containsPattern("client +active +[1-9]");
        assertThat(run("keys", "rotate")).as(terminal::err).isZero();
        assertThat(terminal.out()).contains("0 unfinished");
    }

    @Test
    void refusesWhoMayNot() throws IOException {
        String id = client("Roles");
        Path reader = Files.writeString(
                folder.resolveSibling("reader.token"),
                operator.post("/v1/clients/" + id + "/api-keys", Map.of("name", "reader", "roles", List.of("reader")))
                        .orRefuse("no key")
                        .json()
                        .path("api_key")
                        .asString());

        refused(
                List.of("the holds can't be listed"),
                "hold",
                "list",
                "--client",
                id,
                "--token-file",
                reader.toString());
        refused(
                List.of("the clients can't be listed"),
                "hold",
                "list",
                "--client",
                "Roles",
                "--token-file",
                reader.toString());
    }
}
