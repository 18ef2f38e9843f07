package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.contracts.Meters;

/// The catalogue of meters, the guide and what runs say the same.
class MetersIT {
    private static final Path GUIDE = Path.of("..", "..", "docs", "operations.md");
    private static final Pattern SCRAPED = Pattern.compile("^# TYPE (lethe_\\w+) ", Pattern.MULTILINE);

    private static String row(Meters meter) {
        String tags = meter.tags().isEmpty() ? "" : "{" + String.join(",", meter.tags()) + "}";
        return "| `" + meter.scraped() + tags + "` | " + meter.unit() + " | " + meter.meaning() + " |";
    }

    @Test
    void theGuideListsEveryMeterAndNoOther() throws IOException {
        assertThat(Files.readAllLines(GUIDE).stream()
                        .filter(line -> line.startsWith("| `lethe_") && line.contains("` | ")))
                .filteredOn(line -> line.chars().filter(one -> one == '|').count() == 4)
                .containsExactlyElementsOf(
                        Arrays.stream(Meters.values()).map(MetersIT::row).toList());
    }

    @Test
    void aRunningServerHasTheseMetersAndNoOther(@TempDir Path folder) throws IOException {
        Set<String> known = Arrays.stream(Meters.values()).map(Meters::scraped).collect(Collectors.toSet());
        Set<String> scraped = new TreeSet<>();

        try (Running running = Standalone.start(Settings.in(RunningFixture.folder(folder)));
                RunningFixture api = new RunningFixture(running.url(), running.dataFolder())) {
            String conversation = api.newConversation();
            api.post(conversation + "/messages", RunningFixture.message("hello"));
            api.get(conversation + "/transcript");
            api.post("/v1/keys/rotation", "{}");
            SCRAPED.matcher(api.get(running.metricsUrl().toString()).body())
                    .results()
                    .map(found -> found.group(1).replaceAll("_(max|count|sum)$", ""))
                    .forEach(scraped::add);
        }

        assertThat(scraped).isEqualTo(new TreeSet<>(known));
    }
}
