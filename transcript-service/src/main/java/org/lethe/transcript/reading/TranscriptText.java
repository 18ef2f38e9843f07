package org.lethe.transcript.reading;

import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    private static final Pattern LINE_END = Pattern.compile("\\R");
    private static final String CONTINUED = "\n    "; // a line of ours starts with [, never with a space

    private TranscriptText() {}

    /// What people typed can't pass for a line of ours: further lines of a text are indented, and characters that
    /// move the cursor or turn the direction of writing beyond what is theirs are replaced.
    static String plain(Transcript transcript) {
        StringBuilder text = new StringBuilder()
                .append("Conversation ")
                .append(transcript.conversationId())
                .append(", ")
                .append(transcript.channel())
                .append(", opened ")
                .append(transcript.openedAt())
                .append("\n\n");
        for (Line line : transcript.messages()) {
            text.append('[')
                    .append(line.sentAt())
                    .append("] ")
                    .append(visible(speaker(line)))
                    .append(": ")
                    .append(indented(line))
                    .append('\n');
        }
        return text.toString();
    }

    static String html(Transcript transcript) {
        StringBuilder page = new StringBuilder(HEAD)
                .append("<dl><dt>Conversation</dt><dd>")
                .append(transcript.conversationId())
                .append("</dd><dt>Channel</dt><dd>")
                .append(transcript.channel())
                .append("</dd><dt>Opened</dt><dd>")
                .append(transcript.openedAt())
                .append("</dd></dl>\n<ol>\n");
        for (Line line : transcript.messages()) {
            page.append("<li class=\"")
                    .append(side(line))
                    .append("\"><small>")
                    .append(side(line))
                    .append(author(line))
                    .append(" · ")
                    .append(line.sentAt())
                    .append("</small>");
            String text = line.text();
            page.append(
                    text == null
                            ? "<p><em>" + line.status() + "</em></p>"
                            : "<p dir=\"auto\">" + escaped(text) + "</p>");
            page.append("</li>\n");
        }
        return page.append("</ol></main></body></html>\n").toString();
    }

    private static String indented(Line line) {
        String text = line.text();
        return text == null
                ? "(" + line.status() + ")"
                : LINE_END.splitAsStream(text).map(TranscriptText::visible).collect(Collectors.joining(CONTINUED));
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
