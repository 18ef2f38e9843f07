package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several logs write to one database: two in this process and one in another.
class SeveralWritersIT {
    private static final int BOUNDARIES = 400;

    private final LogFixture fixture = new LogFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void boundariesStayExclusiveAndPlacesDense() throws Exception {
        // given
        EventLog one = fixture.open();
        EventLog other = fixture.open();

        // when
        Process third = another(fixture.url, new UUID(0, 3));
        CompletableFuture<Integer> first =
                CompletableFuture.supplyAsync(() -> AppendingProcess.contend(one, new UUID(0, 1), BOUNDARIES));
        CompletableFuture<Integer> second =
                CompletableFuture.supplyAsync(() -> AppendingProcess.contend(other, new UUID(0, 2), BOUNDARIES));
        int won = first.get(60, TimeUnit.SECONDS) + second.get(60, TimeUnit.SECONDS) + wonBy(third);

        // then
        List<StoredEvent> stored = fixture.storedAndSound();
        Map<String, Long> holders = stored.stream()
                .flatMap(event -> event.tags().stream())
                .filter(tag -> tag.startsWith("boundary="))
                .collect(Collectors.groupingBy(tag -> tag, Collectors.counting()));
        assertThat(won).isEqualTo(BOUNDARIES);
        assertThat(holders)
                .hasSize(BOUNDARIES)
                .allSatisfy((boundary, times) -> assertThat(times).isOne());
        assertThat(stored).hasSize(BOUNDARIES + 3 * BOUNDARIES);
    }

    @Test
    void oneSeesWhatAnotherWrote() {
        // given
        EventLog one = fixture.open();
        EventLog other = fixture.open();
        Tag tag = new Tag("boundary", "b");

        // when
        LogFixture.won(LogFixture.append(one, AppendCondition.none(), LogFixture.note(tag)));

        // then
        Awaitility.await().until(() -> other.headPosition() == 1);
        assertThat(LogFixture.won(LogFixture.append(
                        other, LogFixture.unless(EventCriteria.havingTags(Set.of(tag)), 0), LogFixture.note(tag))))
                .isFalse();
    }

    private static Process another(String url, UUID client) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xshare:auto",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                AppendingProcess.class.getName(),
                url,
                client.toString(),
                Integer.toString(BOUNDARIES)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int wonBy(Process process) throws Exception {
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            return said.lines()
                    .filter(line -> line.startsWith("won "))
                    .mapToInt(line -> Integer.parseInt(line.substring(4)))
                    .findFirst()
                    .orElseThrow();
        } finally {
            process.destroyForcibly();
        }
    }
}
