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

/// What `lethe privacy-settings` says, asks and sends, against a server that answers what a test tells it to.
class PrivacySettingsCommandsTest extends ScriptedCommands {
    private static final String PATH = "/v1/clients/" + CLIENT + "/privacy-settings";
    private static final String SETTINGS = """
            {"client_id": "%s", "version": 3, "slug": "acme", "default_rule": "gdpr", "zone": "Europe/Berlin",
             "approval": {"automatic_for": ["opt_out"]}, "redact_others": true, "languages": ["de", "en"],
             "brand": {"name": "The Acme Shop", "logo": "data:image/png;base64,iVBORw0KGgo="},
             "notice_period": "P30D", "set_at": "2026-11-21T12:00:00Z", "set_by": "key-1"}""".formatted(CLIENT);

    @BeforeEach
    void start() {
        server.reply("GET " + PATH, 200, SETTINGS, "\"3\"");
    }

    @Override
    int run(String... arguments) {
        return super.run(
                Stream.of(Stream.of("privacy-settings"), Arrays.stream(arguments), Stream.of("--client", "Acme"))
                        .flatMap(all -> all)
                        .toArray(String[]::new));
    }

    private List<String> puts() {
        return server.asked().stream()
                .filter(request -> request.startsWith("PUT "))
                .toList();
    }

    @Test
    void showsThemWithoutTheBytesOfTheLogo() {
        assertThat(run("show")).as(terminal::err).isZero();

        assertThat(terminal.out())
                .contains("version 3", "acme", "Europe/Berlin", "automatic for opt_out", "de, en", "The Acme Shop")
                .contains("image/png")
                .doesNotContain("iVBORw0KGgo=");
    }

    @Test
    void changesWhatIsNamedAndLeavesTheRest() throws IOException {
        Path logo = folder.resolve("logo.png");
        Files.write(logo, new byte[] {1, 2, 3});
        server.reply("PUT " + PATH, 200, SETTINGS.replace("\"version\": 3", "\"version\": 4"));

        assertThat(run("set", "--zone", "UTC", "--no-redact-others", "--brand-logo", logo.toString(), "--yes"))
                .as(terminal::err)
                .isZero();

        assertThat(puts())
                .containsExactly("PUT " + PATH + " If-Match \"3\" {\"slug\":\"acme\",\"default_rule\":\"gdpr\","
                        + "\"zone\":\"UTC\",\"approval\":{\"automatic_for\":[\"opt_out\"]},\"redact_others\":false,"
                        + "\"languages\":[\"de\",\"en\"],\"brand\":{\"name\":\"The Acme Shop\",\"logo\":\"AQID\"},"
                        + "\"notice_period\":\"P30D\"}");
        assertThat(terminal.out()).contains("version 4");
    }

    @Test
    void saysWhichAreApprovedByThemselves() {
        server.reply("PUT " + PATH, 200, SETTINGS);

        assertThat(run("set", "--automatic-for", "access", "--automatic-for", "opt_out", "--yes"))
                .isZero();
        assertThat(run("set", "--approval-required", "--yes")).isZero();

        assertThat(puts().getFirst()).contains("\"approval\":{\"automatic_for\":[\"access\",\"opt_out\"]}");
        assertThat(puts().getLast()).contains("\"approval\":\"required\"");
        assertThat(run("set", "--approval-required", "--automatic-for", "access"))
                .isEqualTo(2);
    }

    @Test
    void asksFirst() {
        assertThat(run("set", "--slug", "acme-shop")).isEqualTo(1);
        assertThat(terminal.err()).contains("nobody can be asked");

        terminal.typing("no");
        assertThat(run("set", "--slug", "acme-shop")).isEqualTo(1);

        assertThat(terminal.err()).contains("acme-shop", "Set these privacy settings?");
        assertThat(puts()).isEmpty();
    }

    @Test
    void doesNotOverwriteWhatSomebodyElseSet() {
        server.reply("PUT " + PATH, 412, "{\"title\": \"changed meanwhile\"}");

        assertThat(run("set", "--slug", "acme-shop", "--yes")).isEqualTo(1);

        assertThat(terminal.err()).contains("somebody set others meanwhile");
    }

    @Test
    void refusesToGuessWhatIsMeant() {
        assertThat(run("set")).isEqualTo(2);

        assertThat(terminal.err()).contains("what is to be set?");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void beginsHelpWithExamples() {
        assertHelpBeginsWithExamples("privacy-settings", "privacy-settings show", "privacy-settings set");
    }
}
