package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.testkit.PostgresForTests;

/// Several processes, each with a data folder of its own, on one database.
class SharedKeysIT {
    private final String database = PostgresForTests.newDatabase();

    @TempDir
    private Path parent;

    private Settings settings(String folder) {
        return Settings.in(parent.resolve(folder)).with("lethe.db.url", database);
    }

    @Test
    void readWhatTheOtherWroteWhereTheyShareTheirKeys() throws IOException {
        try (Running one = Standalone.start(settings("one"));
                RunningFixture first = new RunningFixture(one.url(), one.dataFolder())) {
            Files.createDirectories(parent.resolve("two"));
            Files.createSymbolicLink(
                    parent.resolve("two").resolve("keys"), parent.resolve("one").resolve("keys"));
            try (Running two = Standalone.start(settings("two"));
                    RunningFixture second = new RunningFixture(two.url(), one.dataFolder())) {
                String conversation = first.newConversation();
                first.posted(conversation + "/messages", RunningFixture.message("said to one"));
                second.posted(conversation + "/messages", RunningFixture.message("said to two"));

                assertThat(first.get(conversation + "/transcript").body()).contains("said to one", "said to two");
                assertThat(second.get(conversation + "/transcript").body()).contains("said to one", "said to two");

                assertThat(two.operatorToken()).doesNotExist();
                assertThat(two.withoutToken())
                        .hasValueSatisfying(why -> assertThat(why).contains("`lethe token reset`"));
                assertThat(one.withoutToken()).isEmpty();
            }
        }
    }

    @Test
    void refuseToStartWithKeysOfTheirOwn() throws IOException {
        String conversation;
        try (Running one = Standalone.start(settings("one"));
                RunningFixture first = new RunningFixture(one.url(), one.dataFolder())) {
            conversation = first.newConversation();
            first.posted(conversation + "/messages", RunningFixture.message("kept"));

            refused("two", "root keystore is empty");
            assertThat(parent.resolve("two").resolve("operator.token")).doesNotExist();
            assertThat(first.get(conversation + "/transcript").body()).contains("kept");
        }

        // the folder is lost, and another one stands in its place
        refused("one-anew", "root keystore is empty");

        try (Running again = Standalone.start(settings("one"));
                RunningFixture first = new RunningFixture(again.url(), again.dataFolder())) {
            assertThat(first.get(conversation + "/transcript").body()).contains("kept");
        }
    }

    @Test
    void refuseToStartOnANewDatabaseWithKeysOfAnother() {
        Standalone.start(settings("one")).close();
        Settings moved = settings("one").with("lethe.db.url", PostgresForTests.newDatabase());

        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> Standalone.start(moved).close())
                .withMessageContaining("the database is older than its root keystore")
                .satisfies(refused -> assertThat(refused.remedy()).contains("LETHE_RESTORED_DATABASE=accepted"));

        try (Running running = Standalone.start(moved.with("lethe.restored-database", "accepted"))) {
            assertThat(running.keyring().reachesRootKeys()).isTrue();
        }
        Standalone.start(moved).close();
    }

    @Test
    void sayThatAKeystoreAndItsPassphraseDoNotBelongTogether() throws IOException {
        Standalone.start(settings("one")).close();
        Files.writeString(parent.resolve("one/keys/root.pass"), "another\n");

        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> Standalone.start(settings("one")).close())
                .withMessageContaining("root.bcfks can't be opened");
    }

    private void refused(String folder, String why) {
        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> Standalone.start(settings(folder)).close())
                .withMessageContaining(why)
                .satisfies(refused -> assertThat(refused.remedy()).contains("keys/"));
    }
}
