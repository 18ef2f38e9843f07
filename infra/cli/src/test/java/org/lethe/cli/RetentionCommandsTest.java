package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.cli.api.Api;
import tools.jackson.databind.JsonNode;

/// What the commands say, ask and send, against a server that answers what a test tells it to.
class RetentionCommandsTest extends ScriptedCommands {
    private static final String HOLD = "019a8f00-0000-7000-8000-000000000002";
    private static final String RUN = "019a8f00-0000-7000-8000-000000000003";
    private static final String OTHER = "019a8f00-0000-7000-8000-000000000004";
    private static final String CLIENTS = """
            {"items": [{"client_id": "%s", "name": "Acme"}, {"client_id": "%s", "name": "Twin"},
                       {"client_id": "%s", "name": "Twin"}]}""".formatted(CLIENT, HOLD, RUN);
    private static final String SCHEDULE = """
            {"client_id": "%s", "at": "2026-11-22T00:00:00Z", "in_force": {"version": 3, "set_by": "key-1",
             "effective_from": "2026-01-01T00:00:00Z", "set_at": "2026-01-01T00:00:00Z", "rules": [
             {"category": "default", "period": "P13M"}, {"category": "visit", "period": "P30D"}]}}""".formatted(CLIENT);
    private static final String PREVIEW =
            "{\"summary\": {\"at\": \"2026-11-22T00:00:00Z\", \"proposed\": [], \"today\": [], \"effect\": \"nothing would go\","
                    + " \"in_all\": {\"effect\": \"nothing would go\"}, \"in_all_today\": {\"effect\": \"nothing goes\"}}}\n";

    @BeforeEach
    void start() {
        server.forget("/v1/clients?"); // two of its clients have one name
        reply("GET /v1/clients?", 200, CLIENTS);
    }

    private void reply(String start, int status, String body) {
        server.reply(start, status, body);
    }

    private void scheduleIsShownAndSet(int status, String answer) {
        server.reply("GET /v1/clients/" + CLIENT + "/retention-schedule", 200, SCHEDULE, "\"3\"");
        reply("POST /v1/clients/" + CLIENT + "/retention-preview", 200, PREVIEW);
        reply("PUT /v1/clients/" + CLIENT + "/retention-schedule", status, answer);
    }

    @Override
    List<String> changes() {
        return server.asked().stream()
                .filter(request -> !request.startsWith("GET ") && !request.contains("-preview"))
                .toList();
    }

    @Test
    void beginsHelpWithExamples() {
        assertHelpBeginsWithExamples(
                "schedule",
                "schedule show",
                "schedule history",
                "schedule preview",
                "schedule set",
                "hold",
                "hold place",
                "hold list",
                "hold release",
                "retention",
                "retention run",
                "retention status",
                "keys",
                "keys status",
                "keys rotate",
                "clock",
                "clock show",
                "clock confirm");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schedule",
                "schedule show",
                "schedule set --client Acme",
                "schedule set --client Acme --rule messages",
                "schedule set --client Acme --rule default=P1Y --file rules.json",
                "schedule preview --client Acme --rule default=P1Y --at tomorrow",
                "hold place --client Acme --matter m --reason r",
                "hold place --client Acme --matter m --reason r --all --channel web",
                "hold place --client Acme --matter m --reason r --consumer kim",
                "hold place --client Acme --reason r --all",
                "hold release --client Acme",
                "retention run --certificate c.pdf",
                "retention run --no-dry-run --yes --certificate c.txt",
                "retention status --certificate c.pdf",
                "keys"
            })
    void refusesToGuessWhatIsMeant(String command) {
        assertThat(run(command.split(" "))).isEqualTo(2);

        assertThat(terminal.err()).startsWith("lethe: ").contains("--help shows how");
        assertThat(terminal.out()).isEmpty();
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        assertThat(run("schedule", "hsitory")).isEqualTo(2);

        assertThat(terminal.err()).contains("Did you mean", "history");
    }

    @Test
    void knowsNoClientByGuess() {
        assertThat(run("schedule", "show", "--client", "Twin")).isEqualTo(1);
        assertThat(terminal.err()).contains("2 clients are called \"Twin\"", HOLD, RUN);

        assertThat(run("schedule", "show", "--client", "acme")).isEqualTo(1);
        assertThat(terminal.err()).contains("no client is called \"acme\"");
    }

    @Test
    void setsTheScheduleThatItShowedAfterAYes() {
        scheduleIsShownAndSet(
                200,
                "{\"version\": 4, \"effective_from\": \"2026-11-22T00:00:00Z\", \"notes\": [\"2 buckets become due\"],"
                        + " \"rules\": [{\"category\": \"default\", \"period\": \"P1Y\"}]}");

        terminal.typing("y");
        int exit = run(
                "schedule",
                "set",
                "--client",
                "Acme",
                "--rule",
                "default=P1Y",
                "--rule",
                "messages/web=P400D",
                "--reason",
                "new contract");

        assertThat(exit).as(terminal::err).isZero();
        assertThat(terminal.err())
                .containsPattern("default +P13M +P1Y")
                .containsPattern("visit +P30D +-")
                .containsPattern("messages/web +- +P400D")
                .contains("nothing would go", "Set this schedule? [y/N]");
        assertThat(terminal.out()).contains("version 4").contains("Note: 2 buckets become due");
        assertThat(changes())
                .containsExactly("PUT /v1/clients/" + CLIENT + "/retention-schedule If-Match \"3\" "
                        + "{\"rules\":[{\"category\":\"default\",\"period\":\"P1Y\"},"
                        + "{\"category\":\"messages\",\"channel\":\"web\",\"period\":\"P400D\"}],"
                        + "\"reason\":\"new contract\"}");
    }

    @Test
    void setsNoScheduleWithoutAYes() {
        scheduleIsShownAndSet(200, "{}");
        String[] set = {"schedule", "set", "--client", "Acme", "--rule", "default=P1Y"};

        assertThat(run(set)).isEqualTo(1);
        assertThat(terminal.err()).contains("nobody can be asked", "--yes");

        terminal.typing("n");
        assertThat(run(set)).isEqualTo(1);
        assertThat(terminal.err()).contains("not done");

        terminal.typing("y");
        assertThat(run("schedule", "set", "--no-input", "--client", "Acme", "--rule", "default=P1Y"))
                .isEqualTo(1);
        assertThat(changes()).isEmpty();
    }

    @Test
    void overwritesNobodysSchedule() {
        scheduleIsShownAndSet(412, "{\"title\": \"Stale\"}");

        assertThat(run("schedule", "set", "--yes", "--client", "Acme", "--rule", "default=P1Y"))
                .isEqualTo(1);

        assertThat(terminal.err()).contains("somebody set another schedule meanwhile");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void tellsEachPlaceThatTheServerComplainsAbout() throws IOException {
        scheduleIsShownAndSet(200, "{}");
        server.forget("-preview");
        reply(
                "POST /v1/clients/" + CLIENT + "/retention-preview",
                400,
                "{\"title\": \"Invalid\", \"detail\": \"see errors\", \"errors\": [{\"pointer\": \"/rules/0/period\","
                        + " \"detail\": \"at least P30D\"}]}");
        Path file = Files.writeString(
                folder.resolve("rules.json"), "{\"rules\": [{\"category\": \"default\", \"period\": \"P1D\"}]}");

        assertThat(run("schedule", "preview", "--client", "Acme", "--file", file.toString()))
                .isEqualTo(1);

        assertThat(terminal.err()).contains("Invalid: see errors", "/rules/0/period: at least P30D");
    }

    @Test
    void readsRulesOnlyFromWhatHoldsSome() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"rules\": ");
        Path other = Files.writeString(folder.resolve("other.json"), "{\"rule\": []}");

        assertThat(run("schedule", "preview", "--client", "Acme", "--file", broken.toString()))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("is no JSON");
        assertThat(run("schedule", "preview", "--client", "Acme", "--file", other.toString()))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("holds no {\"rules\"");
        assertThat(run("schedule", "preview", "--client", "Acme", "--file", folder + "/none.json"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("there is no file");
    }

    @Test
    void namesNobodyWhomItLookedUpInVain() {
        int exit = run(
                "hold",
                "place",
                "--client",
                "Acme",
                "--matter",
                "m",
                "--reason",
                "r",
                "--consumer-email",
                "kim@example.com");

        assertThat(exit).isEqualTo(1);
        assertThat(terminal.err())
                .contains("no consumer with that --consumer-email", "no hold was placed")
                .doesNotContain("kim");
        assertThat(changes())
                .containsExactly(
                        "POST /v1/clients/" + CLIENT + "/consumers/lookup " + "{\"email\":\"kim@example.com\"}");
    }

    @Test
    void placesAHoldOnWhomItLookedUp() {
        reply("POST /v1/clients/" + CLIENT + "/consumers/lookup", 200, "{\"consumer_id\": \"" + OTHER + "\"}");
        reply(
                "POST /v1/clients/" + CLIENT + "/legal-holds",
                201,
                "{\"hold_id\": \"" + HOLD + "\", \"notes\": [\"too late for 1\"]}");

        int exit = run(
                "hold",
                "place",
                "--client",
                "Acme",
                "--matter",
                "m",
                "--reason",
                "r",
                "--custodian",
                "c",
                "--consumer-phone",
                "+15550100",
                "--consumer-external-id",
                "c-17",
                "--consumer",
                HOLD,
                "--from",
                "2026-01-01");

        assertThat(exit).as(terminal::err).isZero();
        assertThat(terminal.out())
                .contains("Hold " + HOLD + " of Acme", "consumers 2, from 2026-01-01", "Note: too late for 1")
                .doesNotContain("+15550100", "c-17");
        assertThat(changes())
                .last()
                .isEqualTo("POST /v1/clients/" + CLIENT + "/legal-holds {\"matter\":\"m\",\"reason\":\"r\","
                        + "\"custodian\":\"c\",\"scope\":{\"consumer_ids\":[\"" + HOLD + "\",\"" + OTHER
                        + "\"],\"from\":\"2026-01-01\"}}");
    }

    @Test
    void tellsThatSomebodyElseHasToAgreeToARelease() {
        String path = "/v1/clients/" + CLIENT + "/legal-holds/" + HOLD;
        reply("GET " + path, 200, "{\"state\": \"in_force\"}");
        reply("POST " + path, 202, "{\"state\": \"release_requested\", \"requested_by\": \"key-1\"}");

        assertThat(run("hold", "release", HOLD, "--client", "Acme")).isEqualTo(1);
        assertThat(changes()).isEmpty();
        assertThat(run("hold", "release", HOLD, "--client", "Acme", "--yes", "--reason", "closed"))
                .isZero();

        assertThat(terminal.out()).contains("stays in force", "API key key-1", "somebody else has to agree");
        assertThat(changes()).containsExactly("POST " + path + "/release {\"reason\":\"closed\"}");
    }

    private void runCompletes(boolean dryRun, String clients) {
        reply("POST /v1/retention-runs", 202, "{\"run_id\": \"" + RUN + "\"}");
        reply("GET /v1/retention-runs/" + RUN + "/certificate", 200, "the certificate");
        reply(
                "GET /v1/retention-runs/" + RUN,
                200,
                "{\"run_id\": \"" + RUN + "\", \"state\": \"completed\", \"dry_run\": " + dryRun
                        + ", \"at\": \"2026-11-22T00:00:00Z\", \"effect\": \"nothing went\", \"clients\": [" + clients
                        + "]}");
    }

    private static String certified(String client) {
        return "{\"client_id\": \"" + client + "\", \"state\": \"completed\", \"buckets_ordered\": 2,"
                + " \"buckets_destroyed\": 2, \"certificate\": \"/v1/retention-runs/" + RUN
                + "/certificate?client_id=" + client + "\"}";
    }

    @Test
    void destroysNothingUnlessTold() {
        runCompletes(true, "");

        assertThat(run("retention", "run", "--client", "Acme"))
                .as(terminal::err)
                .isZero();
        assertThat(run("retention", "run", "--dry-run", "--at", "2027-01-01T00:00:00Z"))
                .isZero();

        assertThat(changes())
                .containsExactly(
                        "POST /v1/retention-runs {\"dry_run\":true,\"client_id\":\"" + CLIENT + "\"}",
                        "POST /v1/retention-runs {\"dry_run\":true,\"at\":\"2027-01-01T00:00:00Z\"}");
        assertThat(terminal.out()).contains("Dry run " + RUN, "Nothing went.");
    }

    @Test
    void destroysOnlyWhereTheNameIsTyped() {
        runCompletes(false, "");

        assertThat(run("retention", "run", "--client", "Acme", "--no-dry-run")).isEqualTo(1);
        assertThat(terminal.err()).contains("nobody can be asked");
        terminal.typing("acme");
        assertThat(run("retention", "run", "--client", "Acme", "--no-dry-run")).isEqualTo(1);
        terminal.typing("Acme");
        assertThat(run("retention", "run", "--no-dry-run")).isEqualTo(1);
        assertThat(terminal.err()).contains("Type all clients to go on:");
        assertThat(changes()).isEmpty();

        terminal.typing("Acme");
        assertThat(run("retention", "run", "--client", CLIENT, "--no-dry-run")).isEqualTo(1); // not listed, not found
        reply("GET /v1/clients/" + CLIENT, 200, "{\"client_id\": \"" + CLIENT + "\", \"name\": \"Acme\"}");
        assertThat(run("retention", "run", "--client", CLIENT, "--no-dry-run"))
                .as(terminal::err)
                .isZero();
        terminal.typing("all clients");
        assertThat(run("retention", "run", "--no-dry-run")).isZero();

        assertThat(changes())
                .containsExactly(
                        "POST /v1/retention-runs {\"dry_run\":false,\"client_id\":\"" + CLIENT + "\"}",
                        "POST /v1/retention-runs {\"dry_run\":false}");
    }

    @Test
    void savesACertificateForEachClient() {
        runCompletes(false, certified(CLIENT) + "," + certified(OTHER));
        Path file = folder.resolve("done.json");

        assertThat(run("retention", "run", "--no-dry-run", "--yes", "--certificate", file.toString()))
                .as(terminal::err)
                .isZero();

        for (String client : new String[] {CLIENT, OTHER}) {
            assertThat(folder.resolve("done-" + client + ".json")).hasContent("the certificate");
            assertThat(terminal.err()).contains("done-" + client + ".json");
        }
        assertThat(server.asked()).anyMatch(request -> request.contains("/certificate?client_id=" + OTHER));
    }

    @Test
    void replacesNoFileByACertificate() throws IOException {
        runCompletes(false, certified(CLIENT));
        Path file = Files.writeString(folder.resolve("done.pdf"), "before");

        assertThat(run("retention", "run", "--no-dry-run", "--yes", "--certificate", file.toString()))
                .isEqualTo(1);
        assertThat(run("retention", "status", RUN, "--certificate", folder + "/none/done.pdf"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("there is no folder");

        assertThat(server.asked()).isEmpty();
        assertThat(file).hasContent("before");
    }

    @Test
    void saysWhatHasNoCertificate() {
        runCompletes(false, "");
        Path file = folder.resolve("done.pdf");

        assertThat(run("retention", "run", "--no-dry-run", "--yes", "--certificate", file.toString()))
                .isZero();
        assertThat(terminal.err()).contains("No certificate is saved: nothing went");
        assertThat(run("retention", "status", RUN, "--certificate", file.toString()))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("no certificate");
        assertThat(file).doesNotExist();
    }

    @Test
    void showsTheKeys() {
        String keys = """
                {"today": 20779, "keys": [{"kind": "consumer", "state": "active", "count": 12}], "epochs": [
                 {"epoch": 20700, "day": "2026-09-04", "client_keys": 0, "unused_since": "2026-11-01T00:00:00Z",
                  "goes_at": "2026-12-01T00:00:00Z"},
                 {"epoch": 20779, "day": "2026-11-22", "client_keys": 3, "unused_since": null, "goes_at": null}],
                 "dirty_shards": 7, "rotating_shards": 0, "waiting_tombstones": 5}""";
        reply("GET /v1/keys", 200, keys);

        assertThat(run("keys", "status")).as(terminal::err).isZero();
        assertThat(terminal.out())
                .containsPattern("consumer +active +12")
                .containsPattern("20700 +2026-09-04 +0 +2026-11-01T00:00:00Z +2026-12-01T00:00:00Z")
                .containsPattern("20779 \\(today\\) +2026-11-22 +3 +- +-")
                .containsPattern("7 +0 +5");

        assertThat(run("keys", "status", "--json")).isZero();
        assertThat(Api.JSON.readTree(terminal.out())).isEqualTo(Api.JSON.readTree(keys));
    }

    @Test
    void takesATurnOfRotation() {
        String turn = """
                {"rotated_shards": 1, "unfinished_shards": 0, "wrapped_keys": 10, "moved_client_keys": 2,
                 "destroyed_epochs": [20700, 20701], "finalized": 5}""";
        reply("POST /v1/keys/rotation", 200, turn);

        assertThat(run("keys", "rotate")).as(terminal::err).isZero();
        assertThat(terminal.out())
                .contains("1 shards rotated", "10 keys wrapped again", "2 root keys destroyed: epoch 20700, 20701")
                .contains("5 erasures became final");
        assertThat(changes()).containsExactly("POST /v1/keys/rotation ");

        assertThat(run("keys", "rotate", "--json")).isZero();
        JsonNode json = Api.JSON.readTree(terminal.out());
        assertThat(json.path("finalized").asInt()).isEqualTo(5);
    }

    private static final String WAITING = """
            {"clock_at": "2026-11-22T10:00:00Z", "going_by": "2026-11-22T10:00:00Z", "waiting": true,
             "doubt": "long_stop", "meaning": "nothing ran for longer than is usual", "ahead_by_seconds": 3456000}""";

    @Test
    void showsWhetherTheClockIsInDoubt() {
        reply("GET /v1/clock", 200, WAITING);

        assertThat(run("clock", "show")).as(terminal::err).isZero();
        assertThat(terminal.out())
                .containsPattern("2026-11-22T10:00:00Z +2026-11-22T10:00:00Z +long_stop +3456000")
                .contains("What is due waits: nothing ran for longer than is usual");
    }

    @Test
    void confirmsTheTimeThatThePersonSaw() {
        reply("GET /v1/clock", 200, WAITING);
        reply("POST /v1/clock/confirm", 200, WAITING.replace("true", "false"));

        assertThat(run("clock", "confirm", "--no-input")).isEqualTo(1);
        assertThat(changes()).isEmpty();

        assertThat(run("clock", "confirm", "--yes")).as(terminal::err).isZero();
        assertThat(changes()).containsExactly("POST /v1/clock/confirm {\"at\":\"2026-11-22T10:00:00Z\"}");
        assertThat(terminal.out()).contains("Nothing waits");
    }

    @Test
    void exitsWithOneWhereTheKeyMayNot() {
        reply("GET /v1/keys", 403, "{\"title\": \"Not allowed\", \"detail\": \"needs platform-admin\"}");

        assertThat(run("keys", "status", "--json")).isEqualTo(1);

        assertThat(terminal.err()).contains("Not allowed: needs platform-admin");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void letsNobodyElsesWordsMoveTheCursor() {
        reply(
                "GET /v1/clients/" + CLIENT + "/legal-holds",
                200,
                "{\"items\": [{\"hold_id\": \"" + HOLD + "\", \"matter\": \"\\u001b[2Jgone\", \"scope\": {}}]}");

        assertThat(run("hold", "list", "--client", "Acme")).isZero();

        assertThat(terminal.out()).contains("?[2Jgone").doesNotContain("\u001b");
    }
}
