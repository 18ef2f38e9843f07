package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.eventlog.EventLogSettings;
import org.lethe.web.HttpSettings;
import org.lethe.web.WebProperties;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void takesTheNearest() throws IOException {
        conf("lethe.port=1\nlethe.address=::1\nlethe.web.max-requests=7\n");
        Map<String, String> environment = Map.of("LETHE_DATA", folder.toString(), "LETHE_PORT", "2");

        Settings settings = Settings.resolve(Map.of(Setting.ofProperty("lethe.web.max-streams"), "3"), environment);

        assertThat(settings.value(Setting.PORT)).hasValue(new Settings.Value("2", Settings.Origin.ENVIRONMENT));
        assertThat(settings.value(Setting.ADDRESS)).hasValue(new Settings.Value("::1", Settings.Origin.FILE));
        assertThat(settings.value(Setting.ofProperty("lethe.web.max-streams")))
                .hasValue(new Settings.Value("3", Settings.Origin.FLAG));
        assertThat(settings.value(Setting.ofProperty("lethe.web.max-body")))
                .hasValue(new Settings.Value("1MB", Settings.Origin.DEFAULT));
        assertThat(settings.web().maxRequests()).isEqualTo(7);
        assertThat(settings.web().maxStreams()).isEqualTo(3);
    }

    @Test
    void hasTheDefaultsOfEachModule() {
        Settings settings = Settings.in(folder);

        assertThat(settings.web()).isEqualTo(WebProperties.defaults());
        assertThat(settings.http()).isEqualTo(HttpSettings.defaults());
        assertThat(settings.management()).isEqualTo(ManagementSettings.defaults());
        assertThat(settings.log()).isEqualTo(EventLogSettings.defaults());
        assertThat(settings.database()).isEqualTo(DatabaseSettings.defaults());
    }

    @Test
    void isWhatTheGuideLists() throws IOException {
        Path guide = Path.of("..", "..", "docs", "operations.md");

        assertThat(Files.readAllLines(guide).stream()
                        .filter(line -> line.startsWith("| `lethe.") && line.contains("`LETHE_")))
                .containsExactlyElementsOf(Setting.all().stream()
                        .map(setting -> "| `" + setting.property() + "` | `" + setting.variable() + "` |"
                                + setting.standard()
                                        .map(text -> " `" + text + "` ")
                                        .orElse(" ") + "| "
                                + setting.meaning() + " |")
                        .toList());
    }

    @Test
    void putsTheMetricsBesideTheApi() {
        ManagementSettings standard = ManagementSettings.defaults();

        assertThat(standard.portBeside(8080)).isEqualTo(9080);
        assertThat(standard.portBeside(0)).isZero();
        assertThat(standard.portBeside(65_000)).isZero();
        assertThat(new ManagementSettings("127.0.0.1", 9464).portBeside(8080)).isEqualTo(9464);
    }

    @Test
    void refusesASettingThatThereIsNot() throws IOException {
        conf("lethe.web.max-requets=7\n");

        assertThatThrownBy(() -> Settings.in(folder))
                .isInstanceOf(CannotStartException.class)
                .hasMessage("there is no setting lethe.web.max-requets");
    }

    @Test
    void refusesAValueThatItsSettingDoesNotTake() {
        assertThatThrownBy(() -> Settings.in(folder).with(Setting.PORT, "http"))
                .isInstanceOf(CannotStartException.class)
                .hasMessage("lethe.port takes a whole number");
        assertThatThrownBy(() -> Settings.in(folder).with(Setting.PORT, "70000"))
                .isInstanceOf(CannotStartException.class)
                .hasMessage("lethe.port is 0 to 65535");
        assertThatThrownBy(() -> Settings.in(folder).with("lethe.backup-window", "a month"))
                .isInstanceOf(CannotStartException.class)
                .hasMessage("lethe.backup-window takes a length of time such as 30d, 12h or 500ms");
        assertThatThrownBy(() -> Settings.in(folder).with("lethe.web.max-body", "much"))
                .isInstanceOf(CannotStartException.class)
                .hasMessage("lethe.web.max-body takes a size such as 1MB");
        for (String connections : new String[] {"3", "1001"}) {
            assertThatThrownBy(() -> Settings.in(folder).with("lethe.db.connections", connections))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessage("lethe.db.connections is 4 to 1000");
        }
    }

    @Test
    void showsNoPassword() {
        Settings settings =
                Settings.in(folder).with("lethe.db.url", "jdbc:postgresql://db/lethe?user=u&password=hidden&ssl=true");

        assertThat(settings.shown(Setting.ofProperty("lethe.db.url")))
                .hasValue("jdbc:postgresql://db/lethe?user=u&password=[REDACTED]&ssl=true");
    }

    private void conf(String text) throws IOException {
        Files.writeString(folder.resolve("lethe.conf"), text);
    }
}
