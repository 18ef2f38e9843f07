package org.lethe.transcript.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;

class TranscriptTextTest {
    private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\f", "\u000B", "\u0085", "\u2028", "\u2029", "\n\n"})
    void aTextForgesNoLine(String lineEnd) {
        String plain = plain("Ann", "yes" + lineEnd + "[2026-11-20T10:00:01Z] agent Bob: done");

        assertThat(plain.lines().filter(line -> line.startsWith("["))).hasSize(1);
        assertThat(plain).contains("\n    [2026-11-20T10:00:01Z] agent Bob: done\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\u001B", "\u0085", "\u2028", "\u2029", "\u202E", "\u2066"})
    void anAuthorForgesNoLine(String character) {
        assertThat(plain("Ann" + character + "[", "hello"))
                .endsWith("\n[2026-11-20T10:00:00Z] consumer Ann\uFFFD[: hello\n");
    }

    @Test
    void whatMovesTheCursorOrTurnsTheDirectionIsReplacedInTexts() {
        assertThat(plain("Ann", "a\u001B[2Kb\u202Ec\td")).endsWith(": a\uFFFD[2Kb\uFFFDc\td\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello \u2068Kim\u2069!",
                "\u2066a \u2067b\u2069 c\u2069",
                "\u202A+41 44 555 01 00\u202C",
                "\u2068\u202Bשלום\u202C\u2069"
            })
    void whatMessengersWrapNamesInStays(String text) {
        assertThat(plain("Ann", text)).endsWith(": " + text + "\n");
        assertThat(plain(text, "hello")).contains("consumer " + text + ": hello\n");
    }

    @ParameterizedTest
    @CsvSource({
        "\u2068a, ?a",
        "a\u2069, a?",
        "\u202Ea\u202Cb, ?a?b",
        "\u2068\u202Ea\u2069b, '\u2068?a\u2069b'",
        "\u202A\u2066a\u202Cb, ??a?b"
    })
    void whatIsNotClosedIsReplaced(String text, String shown) {
        assertThat(plain("Ann", text)).endsWith(": " + shown.replace('?', '\uFFFD') + "\n");
    }

    @Test
    void whatIsClosedOnAnotherLineIsReplaced() {
        assertThat(plain("Ann", "\u2066a\nb\u2069")).endsWith(": \uFFFDa\n    b\uFFFD\n");
    }

    @Test
    void aPageKeepsEverybodysWordsToThemselves() {
        String page = TranscriptText.html(transcript("\u202EAnn<", "שלום"));

        assertThat(page)
                .contains("<small>consumer <bdi>\u202EAnn&lt;</bdi> · 2026-11-20T10:00:00Z</small>")
                .contains("<p dir=\"auto\">שלום</p>");
    }

    @Test
    void otherTextStaysAsItIs() {
        assertThat(plain("Zoë", "Grüße, שלום 👋")).endsWith("consumer Zoë: Grüße, שלום 👋\n");
    }

    private static String plain(String author, String text) {
        return TranscriptText.plain(transcript(author, text));
    }

    private static Transcript transcript(String author, String text) {
        Transcript.Line line = new Transcript.Line(
                "m1",
                Author.CONSUMER,
                author,
                text,
                TIME,
                Transcript.Line.Status.PRESENT,
                null,
                null,
                null,
                null,
                1,
                1);
        return new Transcript(
                ConversationId.random(), ConsumerId.random(), new Channel("web"), TIME, null, null, List.of(line));
    }
}
