package org.lethe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is asserted of all holds of nothing too: an assertion over elements says first that there are some.
class EmptyAssertionsTest {
    private static final Path TOP = Path.of("../..");
    private static final int FEWEST_FILES = 100;
    private static final Pattern OVER_ALL = Pattern.compile("\\.(allSatisfy|allMatch|noneMatch|noneSatisfy)\\(");

    /// What can't hold of nothing, or is a list written out.
    private static final Pattern CONTROL =
            Pattern.compile("\\.(isNotEmpty|hasSize\\w*|hasSameSizeAs|contains\\w*|any(Satisfy|Match))\\("
                    + "|\\bassertThat\\(\\s*(List|Stream|Map)\\.of\\(");

    @Test
    void everyAssertionOverAllSaysThatThereAreSome() throws IOException {
        List<String> silent = new ArrayList<>();
        List<Path> tests = tests();
        assertThat(tests).hasSizeGreaterThan(FEWEST_FILES);
        for (Path file : tests) {
            silentIn(Files.readString(file)).forEach(line -> silent.add(TOP.relativize(file) + ":" + line));
        }
        assertThat(silent).as("put .isNotEmpty() before").isEmpty();
    }

    @Test
    void findsTheOnesThatDoNot() {
        assertThat(silentIn("""
                assertThat(found(1)).as("x").allSatisfy(one -> {});
                assertThat(found)
                        .allMatch(one -> assertThat(one.parts()).isNotEmpty());
                assertThat(found).isNotEmpty().allSatisfy(one -> assertThat(one.parts()).noneMatch(Part::isOld));
                assertThat(found).extracting(Object::toString).hasSize(3).allSatisfy(one -> {});
                assertThat(List.of(one, two)).allSatisfy(one -> {});
                await().until(() -> found.stream().allMatch(One::isNew));
                """)).containsExactly(1, 3, 4);
    }

    /// All but this one.
    private static List<Path> tests() throws IOException {
        List<Path> tests = new ArrayList<>();
        for (Path parent : List.of(TOP, TOP.resolve("infra"))) {
            try (DirectoryStream<Path> modules = Files.newDirectoryStream(parent)) {
                for (Path module : modules) {
                    Path sources = module.resolve("src/test/java");
                    if (Files.isDirectory(sources)) {
                        try (Stream<Path> files = Files.walk(sources)) {
                            files.filter(file -> file.toString().endsWith(".java"))
                                    .filter(file -> !file.endsWith("EmptyAssertionsTest.java"))
                                    .forEach(tests::add);
                        }
                    }
                }
            }
        }
        return tests;
    }

    /// @return lines
    private static List<Integer> silentIn(String source) {
        List<Integer> lines = new ArrayList<>();
        Matcher over = OVER_ALL.matcher(source);
        while (over.find()) {
            String chain = source.substring(beginOfChain(source, over.start()), over.start());
            if (chain.startsWith("assertThat(") && !CONTROL.matcher(chain).find()) {
                lines.add(1
                        + (int) source.substring(0, over.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count());
            }
        }
        return lines;
    }

    /// Back over `name(…)` and `.` to the first name.
    private static int beginOfChain(String source, int dot) {
        int at = dot;
        while (true) {
            at = backOverBlanks(source, at);
            if (at > 0 && source.charAt(at - 1) == ')') {
                at = backOverParentheses(source, at);
            }
            while (at > 0 && Character.isJavaIdentifierPart(source.charAt(at - 1))) {
                at--;
            }
            int before = backOverBlanks(source, at);
            if (before == 0 || source.charAt(before - 1) != '.') {
                return at;
            }
            at = before - 1;
        }
    }

    private static int backOverBlanks(String source, int from) {
        int at = from;
        while (at > 0 && Character.isWhitespace(source.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private static int backOverParentheses(String source, int from) {
        int at = from;
        int open = 0;
        do {
            at--;
            open += source.charAt(at) == ')' ? 1 : source.charAt(at) == '(' ? -1 : 0;
        } while (at > 0 && open > 0);
        return at;
    }
}
