package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.web.WebProperties;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void takesTheNearest() throws IOException {
        conf("lethe.port=1\nlethe.address=::1\nlethe.web.max-requests=7\n");
        Map<String, String> environment = Map.of("LETHE_DATA", folder.toString(), "LETHE_PORT", "2");

        Settings settings = Settings.resolve(Map.of(Setting.MAX_STREAMS, "3"), environment);

        assertThat(settings.value(Setting.PORT)).hasValue(new Settings.Value("2", Settings.Origin.ENVIRONMENT));
        assertThat(settings.value(Setting.ADDRESS)).hasValue(new Settings.Value("::1", Settings.Origin.FILE));
        assertThat(settings.value(Setting.MAX_STREAMS)).hasValue(new Settings.Value("3", Settings.Origin.FLAG));
        assertThat(settings.value(Setting.MAX_BODY)).hasValue(new Settings.Value("1MB", Settings.Origin.DEFAULT));
        assertThat(settings.web().maxRequests()).isEqualTo(7);
        assertThat(settings.web().maxStreams()).isEqualTo(3);
    }

    @Test
    void hasTheDefaultsOfTheEdge() {
        assertThat(Settings.in(folder).web()).isEqualTo(WebProperties.defaults());
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
                .hasMessage("a port is 0 to 65535, not http");
        assertThatThrownBy(() -> Settings.in(folder).with(Setting.MAX_BODY, "much"))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("lethe.web");
    }

    @Test
    void showsNoPassword() {
        Settings settings =
                Settings.in(folder).with(Setting.DB_URL, "jdbc:postgresql://db/lethe?user=u&password=hidden&ssl=true");

        assertThat(settings.shown(Setting.DB_URL))
                .hasValue("jdbc:postgresql://db/lethe?user=u&password=[REDACTED]&ssl=true");
    }

    private void conf(String text) throws IOException {
        Files.writeString(folder.resolve("lethe.conf"), text);
    }
}
