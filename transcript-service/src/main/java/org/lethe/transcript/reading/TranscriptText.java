package org.lethe.transcript.reading;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lethe.transcript.reading.Transcript.EarlierText;
import org.lethe.transcript.reading.Transcript.Line;
import org.springframework.web.util.HtmlUtils;

/// A transcript for people: as plain text and as a page.
final class TranscriptText {
    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Transcript</title><style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1c2430 }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; color: #4a5568 }
            dd { margin: 0 }
            li { list-style: none; margin: .6rem 0; padding: .5rem .8rem; border-radius: .6rem; background: #eef2f7 }
            li.consumer { background: #e3f1e8 }
            ol { padding: 0 }
            small { color: #4a5568 }
            em { color: #8a2c2c }
            p { margin: .1rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere }
            </style></head><body><main><h1>Transcript</h1>
            """;

    static final String HTML_END = "</ol></main></body></html>\n";
    private static final Pattern LINE_END = Pattern.compile("\\R");
    private static final String CONTINUED = "\n    "; // a line of ours starts with [, never with a space

    private TranscriptText() {}

    /// What people typed can't pass for a line of ours: further lines of a text are indented, and characters that
    /// move the cursor or turn the direction of writing beyond what is theirs are replaced.
    static String plain(Transcript transcript) {
        StringBuilder text = new StringBuilder(plainHead(transcript));
        transcript.messages().forEach(line -> text.append(plain(line)));
        return text.toString();
    }

    static String plainHead(Transcript transcript) {
        return "Conversation " + transcript.conversationId() + ", " + transcript.channel() + ", opened "
                + transcript.openedAt() + "\n\n";
    }

    static String plain(Line line) {
        StringBuilder text =
                new StringBuilder(mark(line) + visible(speaker(line)) + ": " + indented(shown(line)) + '\n');
        String disagreement = line.disagreement();
        if (disagreement != null) {
            text.append("[disagreement] ").append(indented(disagreement)).append('\n');
        }
        for (EarlierText earlier : earlier(line)) {
            text.append("[until " + earlier.until() + "] ")
                    .append(indented(earlier.text()))
                    .append('\n');
        }
        return text.toString();
    }

    static String html(Transcript transcript) {
        StringBuilder page = new StringBuilder(htmlHead(transcript));
        transcript.messages().forEach(line -> page.append(html(line)));
        return page.append(HTML_END).toString();
    }

    static String htmlHead(Transcript transcript) {
        return HEAD + "<dl><dt>Conversation</dt><dd>" + transcript.conversationId() + "</dd><dt>Channel</dt><dd>"
                + transcript.channel() + "</dd><dt>Opened</dt><dd>" + transcript.openedAt() + "</dd></dl>\n<ol>\n";
    }

    static String html(Line line) {
        String text = line.text();
        StringBuilder item = new StringBuilder("<li class=\"" + side(line) + "\"><small>" + side(line) + author(line)
                + " · " + line.sentAt() + amended(line, " · ") + "</small>"
                + (text == null ? "<p><em>" + line.status() + "</em></p>" : paragraph(text)));
        String disagreement = line.disagreement();
        if (disagreement != null) {
            item.append("<small>disagreement</small>").append(paragraph(disagreement));
        }
        for (EarlierText earlier : earlier(line)) {
            item.append("<small>until ")
                    .append(earlier.until())
                    .append("</small>")
                    .append(paragraph(earlier.text()));
        }
        return item.append("</li>\n").toString();
    }

    private static String mark(Line line) {
        return "[" + line.sentAt() + amended(line, ", ") + "] ";
    }

    private static String amended(Line line, String before) {
        return (line.correctedAt() == null ? "" : before + "corrected " + line.correctedAt())
                + (line.redactedAt() == null ? "" : before + "redacted " + line.redactedAt());
    }

    private static List<EarlierText> earlier(Line line) {
        return line.earlier() == null ? List.of() : line.earlier();
    }

    private static String shown(Line line) {
        String text = line.text();
        return text == null ? "(" + line.status() + ")" : text;
    }

    private static String paragraph(String text) {
        return "<p dir=\"auto\">" + escaped(text) + "</p>";
    }

    private static String indented(String text) {
        return LINE_END.splitAsStream(text).map(TranscriptText::visible).collect(Collectors.joining(CONTINUED));
    }

    private static String visible(String text) {
        BitSet closed = Directions.closed(text);
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            visible.append(isHarmless(unit) || closed.get(i) ? unit : '\uFFFD');
        }
        return visible.toString();
    }

    private static boolean isHarmless(char unit) {
        return unit == '\t'
                || !Character.isISOControl(unit)
                        && unit != 0x2028 // line and paragraph separator
                        && unit != 0x2029
                        && !Directions.isMark(unit);
    }

    /// The page keeps a name to itself, whatever direction it is written in or turns to.
    private static String author(Line line) {
        String author = line.author();
        return author == null ? "" : " <bdi>" + escaped(author) + "</bdi>";
    }

    private static String speaker(Line line) {
        String author = line.author();
        return author == null ? side(line) : side(line) + " " + author;
    }

    private static String side(Line line) {
        return line.from().name().toLowerCase(Locale.ROOT);
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
