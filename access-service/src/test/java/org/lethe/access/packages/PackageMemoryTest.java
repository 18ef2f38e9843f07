package org.lethe.access.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.service.signing.SigningKey;
import org.lethe.service.subjects.Held;

/// A package of 100,000 messages is written in a heap that could not hold them.
class PackageMemoryTest {
    private static final int MESSAGES = 100_000; // half of them in one conversation
    private static final int SHORT_CONVERSATIONS = 500;
    private static final String HEAP = "-Xmx64m"; // the texts alone are 20 MB, in six forms
    private static final int PATIENCE_MINUTES = 5;

    @Test
    void aHundredThousandMessages(@TempDir Path folder) throws Exception {
        Path said = folder.resolve("said.txt");
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Many.class.getName(),
                        scratch.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        assertThat(Files.readString(said)).contains("pieces " + (MESSAGES + 1 + SHORT_CONVERSATIONS));
        assertThat(scratch).isEmptyDirectory();
    }

    /// A program of its own, with a heap of its own.
    static final class Many {
        private int pieces;

        private Many() {}

        public static void main(String[] arguments) throws IOException {
            PackageFacts facts = new PackageFacts(
                    UUID.randomUUID(),
                    PackageFacts.Type.ACCESS,
                    "Example Shop",
                    PackageFixture.TIME,
                    ConsumerId.random(),
                    true,
                    List.of(),
                    List.of());
            Many many = new Many();
            WrittenPackage written = new PackageWriter(SigningKey.of(SigningKey.generate()), Path.of(arguments[0]))
                    .write(
                            facts,
                            many::pieces,
                            new Delivery.Passphrase("a long enough passphrase".toCharArray()),
                            OutputStream.nullOutputStream());
            System.out.write(("pieces " + many.pieces + ", " + written + "\n").getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }

        private void pieces(Consumer<Held> each) {
            conversation(each, MESSAGES / 2);
            for (int i = 0; i < SHORT_CONVERSATIONS; i++) {
                conversation(each, MESSAGES / 2 / SHORT_CONVERSATIONS);
            }
        }

        private void conversation(Consumer<Held> each, int messages) {
            ConversationId id = ConversationId.random();
            each.accept(new Held.Conversation(Held.Fate.PRESENT, id, new Channel("web"), PackageFixture.TIME, null));
            for (int i = 0; i < messages; i++) {
                each.accept(message(id, i));
            }
            pieces += 1 + messages;
        }

        private static Held.Message message(ConversationId id, int number) {
            String text = String.format(Locale.ROOT, "%0200d", (long) number * 7_919);
            return new Held.Message(
                    Held.Fate.PRESENT,
                    id,
                    "m-" + number,
                    number % 2 == 0 ? Author.CONSUMER : Author.AGENT,
                    "Agent " + number % 7,
                    PackageFixture.TIME.plusSeconds(number),
                    text);
        }
    }
}
