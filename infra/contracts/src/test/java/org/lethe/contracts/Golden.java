package org.lethe.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Facts of one event as some version of Lethe wrote them: `<name>.v<version>.json`, a further example of the same
/// version `<name>.v<version>.2.json`.
record Golden(String file, EventTypes.WireType type, byte[] facts) {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final Path LEAVES = FOLDER.resolve("leaves.txt");
    private static final Pattern NAME = Pattern.compile("([A-Z][A-Za-z]+)\\.v(\\d+)(\\.\\d+)?\\.json");

    /// A line of `leaves.txt`: the file, its leaf in hex, and the tags that the event had, apart by spaces.
    record Line(String leaf, List<String> tags) {}

    Event read() {
        return EventJson.read(type, facts);
    }

    boolean isCurrent() {
        return EventTypes.of(EventTypes.of(type)).equals(type);
    }

    Line line(List<String> tags) {
        return new Line(HexFormat.of().formatHex(Leaf.of(type, facts, null, tags)), tags);
    }

    static List<String> tags(Event event) {
        return event.tags().stream().map(tag -> tag.key() + "=" + tag.value()).toList();
    }

    @Override
    public String toString() {
        return file;
    }

    static List<Golden> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> !file.equals(LEAVES))
                    .sorted()
                    .map(Golden::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Golden of(Path path) {
        String file = path.getFileName().toString();
        Matcher name = NAME.matcher(file);
        if (!name.matches()) {
            throw new IllegalStateException(file + " is not called as a golden file");
        }
        try {
            return new Golden(
                    file,
                    new EventTypes.WireType(name.group(1), Integer.parseInt(name.group(2))),
                    Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// By file.
    static Map<String, Line> lines() throws IOException {
        Map<String, Line> lines = new TreeMap<>();
        for (String line : Files.readAllLines(LEAVES)) {
            List<String> parts = Arrays.asList(line.split(" "));
            if (lines.put(parts.getFirst(), new Line(parts.get(1), parts.subList(2, parts.size()))) != null) {
                throw new IllegalStateException(parts.getFirst() + " has two lines");
            }
        }
        return lines;
    }

    /// Adds the lines of new files; those that stand there stay.
    static void addMissingLines() throws IOException {
        Map<String, Line> before = Files.exists(LEAVES) ? lines() : Map.of();
        for (Golden golden : all()) {
            if (!before.containsKey(golden.file)) {
                Line line = golden.line(tags(golden.read()));
                Files.writeString(
                        LEAVES,
                        golden.file + " " + line.leaf + " " + String.join(" ", line.tags) + "\n",
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        }
    }
}
