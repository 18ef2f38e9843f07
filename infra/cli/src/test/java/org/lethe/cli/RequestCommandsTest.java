package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.cli.api.Api;

/// What `lethe request` says, asks and sends, against a server that answers what a test tells it to.
class RequestCommandsTest extends ScriptedCommands {
    private static final String REQUEST = "019a8f00-0000-7000-8000-000000000006";
    private static final String OTHER = "019a8f00-0000-7000-8000-000000000007";
    private static final String REQUESTS = "/v1/clients/" + CLIENT + "/requests";
    private static final String PATH = REQUESTS + "/" + REQUEST;
    private static final String SHOWN = """
            {"request_id": "%s", "type": "access", "state": "in_progress", "rule": "gdpr",
             "received_at": "2026-01-31T12:00:00Z", "due_at": "2026-03-02T22:59:59Z",
             "operational_due_at": "2026-02-28T22:59:59Z", "notice_by": "2026-03-02T22:59:59Z",
             "history": [{"at": "2026-01-31T12:00:00Z", "event": "RequestReceived", "by": "key-1"}],
             "parts": [{"name": "transcripts", "state": "failed", "reason": "unavailable"}]}""".formatted(REQUEST);

    @Test
    void beginsHelpWithExamples() {
        assertHelpBeginsWithExamples(
                "request",
                "request list",
                "request show",
                "request create",
                "request verify",
                "request confirm",
                "request approve",
                "request deny",
                "request complete",
                "request appeal",
                "request escalate",
                "request extend",
                "request pause",
                "request resume",
                "request revoke",
                "request assign",
                "request note",
                "request package",
                "request receipt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request",
                "request list",
                "request list --client Acme --due-before tomorrow",
                "request show --client Acme",
                "request show 17 --client Acme",
                "request create --client Acme --type access --via mail",
                "request create --client Acme --via mail --consumer-email kim@example.com",
                "request create --client Acme --type access --consumer-email kim@example.com",
                "request create --client Acme --type access --via mail --consumer kim",
                "request create --client Acme --type access --via mail --consumer-phone 1 --zone Berlin/Europe",
                "request create --client Acme --type access --via mail --consumer-phone 1 --passphrase secret",
                "request create --client Acme --type access --via mail --consumer-phone 1 --passphrase-file a"
                        + " --certificate-file b",
                "request verify 019a8f00-0000-7000-8000-000000000006 --client Acme",
                "request verify 019a8f00-0000-7000-8000-000000000006 --client Acme --code --attest known",
                "request confirm 019a8f00-0000-7000-8000-000000000006 123456 --client Acme",
                "request appeal 019a8f00-0000-7000-8000-000000000006 --client Acme",
                "request escalate 019a8f00-0000-7000-8000-000000000006 --client Acme",
                "request deny 019a8f00-0000-7000-8000-000000000006 --client Acme",
                "request extend 019a8f00-0000-7000-8000-000000000006 --client Acme",
                "request pause 019a8f00-0000-7000-8000-000000000006 --client Acme",
                "request assign 019a8f00-0000-7000-8000-000000000006 --client Acme",
                "request note 019a8f00-0000-7000-8000-000000000006 --client Acme",
                "request package 019a8f00-0000-7000-8000-000000000006 --client Acme"
            })
    void refusesToGuessWhatIsMeant(String command) {
        assertThat(runLine(command)).isEqualTo(2);

        assertThat(terminal.err()).startsWith("lethe: ").contains("--help shows how");
        assertThat(terminal.out()).isEmpty();
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void takesInARequest() throws IOException {
        server.reply(
                "POST " + REQUESTS,
                201,
                "{\"request_id\": \"" + REQUEST + "\", \"state\": \"received\", \"rule\": \"ccpa\","
                        + " \"received_at\": \"2026-01-31T12:00:00Z\", \"due_at\": \"2026-03-18T06:59:59Z\","
                        + " \"acknowledge_by\": \"2026-02-14T07:59:59Z\", \"duplicate_of\": \"" + OTHER + "\"}");
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "four words of mine\n");
        Path details = Files.writeString(folder.resolve("details.json"), "{\"uses\": [\"sale\"]}");

        int exit = runLine("request create --client Acme --type access --via letter --consumer-email kim@example.com"
                + " --consumer-external-id c-17 --rule ccpa --zone America/Los_Angeles"
                + " --received-at 2026-01-31T12:00:00Z --passphrase-file " + passphrase + " --details " + details);

        assertThat(exit).as(terminal::err).isZero();
        assertThat(terminal.out())
                .contains("Request " + REQUEST + " of Acme", "Note: the same was asked before", OTHER)
                .containsPattern("rule +ccpa")
                .containsPattern("due at +2026-03-18T06:59:59Z")
                .containsPattern("acknowledge by +2026-02-14T07:59:59Z")
                .doesNotContain("kim@example.com", "four words");
        assertThat(changes()).hasSize(1);
        String sent = changes().getFirst();
        assertThat(sent).startsWith("POST " + REQUESTS + " ");
        assertThat(Api.JSON.readTree(sent.substring(sent.indexOf('{')))).isEqualTo(Api.JSON.readTree("""
                                {"type": "access", "via": "letter",
                                 "consumer": {"email": "kim@example.com", "external_id": "c-17"},
                                 "rule": "ccpa", "received_at": "2026-01-31T12:00:00Z", "zone": "America/Los_Angeles",
                                 "delivery": {"passphrase": "four words of mine"}, "details": {"uses": ["sale"]}}"""));
    }

    @Test
    void sendsACertificateAsItStands() throws IOException {
        server.reply("POST " + REQUESTS, 201, "{\"request_id\": \"" + REQUEST + "\"}");
        Path certificate = Files.writeString(folder.resolve("kim.pem"), "-----BEGIN CERTIFICATE-----\nAA==\n");

        assertThat(runLine("request create --client Acme --type access --via mail --consumer " + OTHER
                        + " --certificate-file " + certificate))
                .as(terminal::err)
                .isZero();

        assertThat(changes())
                .containsExactly("POST " + REQUESTS + " {\"type\":\"access\",\"via\":\"mail\",\"consumer\":{"
                        + "\"consumer_id\":\"" + OTHER + "\"},\"delivery\":{\"certificate\":"
                        + "\"-----BEGIN CERTIFICATE-----\\nAA==\"}}");
    }

    @Test
    void takesNothingInWithoutWhatItNamed() throws IOException {
        String create = "request create --client Acme --type access --via mail --consumer-phone 1 ";
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Path list = Files.writeString(folder.resolve("list.json"), "[]");

        assertThat(runLine(create + "--passphrase-file " + folder + "/none")).isEqualTo(1);
        assertThat(terminal.err()).contains("can't be read");
        assertThat(runLine(create + "--passphrase-file " + empty)).isEqualTo(1);
        assertThat(terminal.err()).contains("there is nothing in");
        assertThat(runLine(create + "--details " + empty)).isEqualTo(1);
        assertThat(terminal.err()).contains("JSON");
        assertThat(runLine(create + "--details " + list)).isEqualTo(1);
        assertThat(terminal.err()).contains("no JSON object");

        assertThat(changes()).isEmpty();
    }

    @Test
    void listsWhatIsAskedForOverAllPages() {
        server.reply(
                "GET " + REQUESTS + "?limit=200&state=in_progress&due_before=2026-12-01T00%3A00%3A00Z&assignee=a+b",
                200,
                "{\"items\": [" + SHOWN + "], \"next\": \"" + REQUESTS + "?cursor=c2\"}");
        server.reply("GET " + REQUESTS + "?cursor=c2", 200, "{\"items\": [{\"request_id\": \"" + OTHER + "\"}]}");
        String[] list = {
            "request",
            "list",
            "--client",
            "Acme",
            "--state",
            "in_progress",
            "--due-before",
            "2026-12-01T00:00:00Z",
            "--assignee",
            "a b"
        };

        assertThat(run(list)).as(terminal::err).isZero();
        assertThat(terminal.out())
                .containsPattern(REQUEST + " +access +in_progress +gdpr +2026-01-31T12:00:00Z +2026-03-02T22:59:59Z +-")
                .contains(OTHER);

        assertThat(run(Stream.concat(Arrays.stream(list), Stream.of("--json")).toArray(String[]::new)))
                .isZero();
        assertThat(Api.JSON.readTree(terminal.out()).path("items")).hasSize(2);
    }

    @Test
    void saysThatThereAreNone() {
        server.reply("GET " + REQUESTS, 200, "{\"items\": []}");

        assertThat(runLine("request list --client Acme")).isZero();

        assertThat(terminal.out()).contains("Acme", "no such requests");
    }

    @Test
    void showsARequestWithItsHistoryAndParts() {
        server.reply("GET " + PATH, 200, SHOWN);

        assertThat(runLine("request show " + REQUEST + " --client Acme"))
                .as(terminal::err)
                .isZero();
        assertThat(terminal.out())
                .containsPattern("state +in_progress")
                .containsPattern("operational due at +2026-02-28T22:59:59Z")
                .containsPattern("notice by +2026-03-02T22:59:59Z")
                .containsPattern("transcripts +failed +unavailable")
                .containsPattern("2026-01-31T12:00:00Z +RequestReceived +key-1");

        assertThat(runLine("request show " + REQUEST + " --client Acme --json")).isZero();
        assertThat(Api.JSON.readTree(terminal.out())).isEqualTo(Api.JSON.readTree(SHOWN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "verify --attest known   | verify  | {\"method\":\"attestation\",\"statement\":\"known\"}",
                "complete                | complete | {}",
                "complete --note sent    | complete | {\"note\":\"sent\"}",
                "appeal --text mine      | appeal  | {\"text\":\"mine\"}",
                "escalate --to panel     | escalate | {\"to\":\"panel\"}",
                "approve --note known    | approve | {\"note\":\"known\"}",
                "approve                 | approve | {}",
                "deny --reason no_match  | deny    | {\"reason\":\"no_match\"}",
                "extend --reason many    | extend  | {\"reason\":\"many\"}",
                "pause --reason clarification | pause | {\"reason\":\"clarification\"}",
                "resume                  | resume  | {}",
                "revoke --yes            | revoke  | {}",
                "assign --to kim         | assign  | {\"to\":\"kim\"}",
                "note --text called      | notes   | {\"text\":\"called\"}"
            })
    void takesAStep(String step, String route, String body) {
        server.reply("GET " + PATH, 200, SHOWN);
        server.reply(
                "POST " + PATH + "/" + route,
                200,
                "{\"state\": \"in_progress\", \"due_at\": \"2026-04-30T21:59:59Z\"}");
        String[] words = step.split(" ", 2);
        String command =
                "request " + words[0] + " " + REQUEST + " --client Acme" + (words.length > 1 ? " " + words[1] : "");

        assertThat(runLine(command)).as(terminal::err).isZero();
        assertThat(terminal.out())
                .contains("Request " + REQUEST + " of Acme")
                .containsPattern("due at +2026-04-30T21:59:59Z");
        assertThat(changes()).containsExactly("POST " + PATH + "/" + route + " " + body);

        assertThat(runLine(command + " --json")).isZero();
        assertThat(Api.JSON.readTree(terminal.out()).path("state").asString()).isEqualTo("in_progress");
    }

    @Test
    void sendsACodeAndSaysWhatTakesIt() {
        server.reply(
                "POST " + PATH + "/verify", 202, "{\"request_id\": \"" + REQUEST + "\", \"state\": \"verifying\"}");

        assertThat(runLine("request verify " + REQUEST + " --client Acme --code"))
                .as(terminal::err)
                .isZero();

        assertThat(terminal.out()).containsPattern("state +verifying");
        assertThat(terminal.err()).contains("on its way", "lethe request confirm");
        assertThat(changes()).containsExactly("POST " + PATH + "/verify {\"method\":\"code\"}");
    }

    @Test
    void takesTheCodeFromWhoeverIsThereOrAFile() throws IOException {
        server.reply("POST " + PATH + "/confirm", 200, "{\"state\": \"referred\"}");
        String confirm = "request confirm " + REQUEST + " --client Acme";
        Path file = Files.writeString(folder.resolve("code"), "123456\n");
        Path empty = Files.writeString(folder.resolve("empty"), "\n");

        assertThat(runLine(confirm)).isEqualTo(1);
        assertThat(terminal.err()).contains("nobody can be asked", "--code-file");
        assertThat(runLine(confirm + " --code-file " + empty)).isEqualTo(1);
        assertThat(terminal.err()).contains("there is no code");
        assertThat(runLine(confirm + " --code-file " + folder + "/none")).isEqualTo(1);
        assertThat(changes()).isEmpty();

        assertThat(runLine(confirm + " --code-file " + file)).as(terminal::err).isZero();
        terminal.typing("654321");
        assertThat(runLine(confirm)).as(terminal::err).isZero();
        assertThat(terminal.out()).containsPattern("state +referred");
        assertThat(changes())
                .containsExactly(
                        "POST " + PATH + "/confirm {\"code\":\"123456\"}",
                        "POST " + PATH + "/confirm {\"code\":\"654321\"}");
    }

    @Test
    void saysHowOftenAnotherCodeCanBeTried() {
        server.reply("POST " + PATH + "/confirm", 422, "{\"title\": \"This is not the code\", \"tries_left\": 2}");
        terminal.typing("000000");

        assertThat(runLine("request confirm " + REQUEST + " --client Acme")).isEqualTo(1);

        assertThat(terminal.err())
                .contains("the request was not confirmed: This is not the code", "tries left: 2")
                .doesNotContain("000000");
    }

    @Test
    void saysWhatToTellBesidesADenial() {
        server.reply("POST " + PATH + "/deny", 200, "{\"state\": \"denied\"}");

        assertThat(runLine("request deny " + REQUEST + " --client Acme --reason other --text unasked"))
                .isZero();

        String sent = changes().getFirst();
        assertThat(Api.JSON.readTree(sent.substring(sent.indexOf('{'))))
                .isEqualTo(Api.JSON.readTree("{\"reason\": \"other\", \"text\": \"unasked\"}"));
    }

    @Test
    void approvesADeletionOnlyIfItsIdIsTyped() {
        server.reply("GET " + PATH, 200, SHOWN.replace("\"access\"", "\"deletion\""));
        server.reply("POST " + PATH + "/approve", 200, "{\"state\": \"in_progress\"}");
        String approve = "request approve " + REQUEST + " --client Acme";

        assertThat(runLine(approve)).isEqualTo(1);
        assertThat(terminal.err()).contains("nobody can be asked", "--yes");
        terminal.typing("yes");
        assertThat(runLine(approve)).isEqualTo(1);
        assertThat(changes()).isEmpty();

        terminal.typing(REQUEST);
        assertThat(runLine(approve)).as(terminal::err).isZero();
        assertThat(terminal.err()).contains("for ever");
        assertThat(runLine(approve + " --yes")).isZero();
        assertThat(changes()).hasSize(2);
    }

    @Test
    void takesNothingBackWithoutAYes() {
        server.reply("POST " + PATH + "/revoke", 200, "{\"state\": \"revoked\"}");

        assertThat(runLine("request revoke " + REQUEST + " --client Acme")).isEqualTo(1);
        terminal.typing("n");
        assertThat(runLine("request revoke " + REQUEST + " --client Acme")).isEqualTo(1);
        assertThat(changes()).isEmpty();

        terminal.typing("y");
        assertThat(runLine("request revoke " + REQUEST + " --client Acme")).isZero();
        assertThat(terminal.out()).containsPattern("state +revoked");
    }

    @Test
    void tellsWhatIsPossibleInstead() {
        server.reply(
                "POST " + PATH + "/extend",
                409,
                "{\"title\": \"Not possible\", \"detail\": \"it is denied\", \"state\": \"denied\","
                        + " \"possible\": [\"appeal\", \"notes\"]}");

        assertThat(runLine("request extend " + REQUEST + " --client Acme --reason many"))
                .isEqualTo(1);

        assertThat(terminal.err())
                .contains("the request was not extended: Not possible: it is denied", "possible now: appeal, notes");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void savesThePackageForItsOwnerOnly() throws Exception {
        String content = "the package";
        String sha256 = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        server.reply("GET " + PATH + "/package", 200, content);
        server.reply("GET " + PATH, 200, "{\"package\": {\"bytes\": 11, \"sha256\": \"" + sha256 + "\"}}");
        Path file = folder.resolve("kim.zip");

        assertThat(runLine("request package " + REQUEST + " --client Acme --out " + file))
                .as(terminal::err)
                .isZero();

        assertThat(file).hasContent(content);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(terminal.out()).contains("Written to " + file, "11 bytes");
    }

    /// It can be had once: nothing is fetched that can't be kept.
    @Test
    void replacesNoFileByAPackage() throws IOException {
        Path file = Files.writeString(folder.resolve("kim.zip"), "before");
        server.reply("GET " + PATH, 200, "{}");

        assertThat(runLine("request package " + REQUEST + " --client Acme --out " + file))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("is there already");
        assertThat(runLine("request package " + REQUEST + " --client Acme --out " + folder + "/none/kim.zip"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("can't be written");

        assertThat(server.asked()).isEmpty();
        assertThat(file).hasContent("before");
    }

    @ParameterizedTest
    @CsvSource({"410, Collected", "200, SHA-256"})
    void leavesNoFileWhereNoPackageCame(int status, String said) {
        server.reply("GET " + PATH + "/package", status, "{\"title\": \"Collected\"}");
        server.reply("GET " + PATH, 200, "{\"package\": {\"sha256\": \"00ff\"}}");
        Path file = folder.resolve("kim.zip");

        assertThat(runLine("request package " + REQUEST + " --client Acme --out " + file))
                .isEqualTo(1);

        assertThat(terminal.err()).contains(said);
        assertThat(terminal.out()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void showsAndSavesTheReceipt() {
        server.reply("GET " + PATH + "/receipt", 200, "{\"request_id\": \"" + REQUEST + "\"}");
        Path file = folder.resolve("receipt.json");

        assertThat(runLine("request receipt " + REQUEST + " --client Acme")).isZero();
        assertThat(terminal.out()).contains(REQUEST);
        assertThat(runLine("request receipt " + REQUEST + " --client Acme --signed --out " + file))
                .isZero();
        assertThat(file).content().contains(REQUEST);
        assertThat(runLine("request receipt " + OTHER + " --client Acme")).isEqualTo(1);
        assertThat(terminal.err()).contains("the receipt can't be had: Not found");
    }

    @Test
    void exitsWithOneWhereTheKeyMayNot() {
        server.reply("GET " + REQUESTS, 403, "{\"title\": \"Not allowed\", \"detail\": \"needs privacy-officer\"}");

        assertThat(runLine("request list --client Acme --json")).isEqualTo(1);

        assertThat(terminal.err()).contains("Not allowed: needs privacy-officer");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void letsNobodyElsesWordsMoveTheCursor() {
        server.reply("GET " + PATH, 200, "{\"state\": \"\\u001b[2Jgone\"}");

        assertThat(runLine("request show " + REQUEST + " --client Acme")).isZero();

        assertThat(terminal.out()).contains("?[2Jgone").doesNotContain("\u001b");
    }
}
