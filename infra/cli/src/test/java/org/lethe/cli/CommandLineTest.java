package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    @TempDir
    Path folder;

    private final Terminal terminal = new Terminal();

    @Test
    void beginsHelpWithExamples() {
        assertThat(terminal.run("--help")).isZero();
        assertThat(terminal.out())
                .contains("Examples:", "lethe demo", "up, serve", "import", "config", "generate-completion")
                .satisfies(text -> assertThat(text.indexOf("Examples:")).isLessThan(text.indexOf("Usage:")));
        for (String command : new String[] {"up", "demo", "import", "config"}) {
            assertThat(terminal.run(command, "--help")).isZero();
            assertThat(terminal.out()).contains("Examples:", "lethe " + command);
        }
    }

    @Test
    void tellsItsVersion() {
        assertThat(terminal.run("--version")).isZero();
        assertThat(terminal.out()).startsWith("lethe ");
    }

    @Test
    void suggestsACommand() {
        assertThat(terminal.run("improt")).isEqualTo(2);
        assertThat(terminal.err()).contains("Did you mean", "import");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void isToldWhatToDo() {
        assertThat(terminal.run()).isEqualTo(2);
        assertThat(terminal.err()).contains("A command is missing");
    }

    @Test
    void showsWhereSettingsComeFrom() throws Exception {
        Files.writeString(folder.resolve("lethe.conf"), "lethe.address=::1\n");

        assertThat(terminal.run("config", "show", "--data", folder.toString(), "--port", "9000"))
                .isZero();

        assertThat(terminal.out())
                .containsPattern("lethe.port +9000 +flag")
                .containsPattern("lethe.address +::1 +lethe.conf")
                .containsPattern("lethe.web.max-body +1MB +default");
        assertThat(terminal.run("config", "show", "--json", "--data", folder.toString()))
                .isZero();
        assertThat(terminal.out()).startsWith("[{");
    }

    @Test
    void printsGrantsForAnyNameThatALoginMayHave() {
        for (String login : new String[] {"lethe", "o'neill \"x\"", "a$lethe_role$b", "Grüße"}) {
            assertThat(terminal.run("database", "grants", "--login", login)).isZero();
            assertThat(terminal.out()).startsWith("BEGIN;").contains("\"" + login.replace("\"", "\"\"") + "\" WITH");
        }
        for (String login : new String[] {"", "two\nlines", "n".repeat(64), "ü".repeat(32)}) {
            assertThat(terminal.run("database", "grants", "--login", login)).isEqualTo(2);
            assertThat(terminal.err())
                    .contains("--login: a login is 1 to 63 bytes of UTF-8 without control characters")
                    .doesNotContain("Exception");
            assertThat(terminal.out()).isEmpty();
        }
    }

    @Test
    void saysInOneLineWhyItDoesNotStart() throws Exception {
        Files.writeString(folder.resolve("lethe.version"), "99\n");

        assertThat(terminal.run("up", "--port", "0", "--data", folder.toString()))
                .isEqualTo(1);

        assertThat(terminal.err())
                .contains("lethe: ", "made by a newer Lethe", "choose another folder")
                .doesNotContain("\tat ", "Exception");
    }

    @Test
    void playsNoDemoOnAFolderWithSomethingInIt() throws Exception {
        Files.writeString(folder.resolve("lethe.version"), "1\n");

        assertThat(terminal.run("demo", "--no-wait", "--data", folder.toString()))
                .isEqualTo(1);

        assertThat(terminal.err()).contains("holds something else");
    }

    @Test
    void saysThatNothingRuns() throws Exception {
        Files.writeString(folder.resolve("operator.token"), "lth_none\n");
        Path file = Files.writeString(folder.resolve("lines"), "{\"brand\": \"b\"}\n");

        assertThat(terminal.run("import", file.toString(), "--data", folder.toString(), "--url", "http://127.0.0.1:1"))
                .isEqualTo(1);

        assertThat(terminal.err()).contains("nothing answers at http://127.0.0.1:1");
    }
}
