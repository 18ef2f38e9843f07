package org.lethe.access.packages;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lethe.service.subjects.Held;
import org.lethe.web.StrictJson;

/// Words are found without a network: the page asks for one file of data after the other, as scripts, since a page
/// from a disk may load nothing else.
///
///     lethe([["conversations/1.html#m1", "Conversation 1, You, 2026-11-20T10:00:00Z", "what was said"], …])
final class Search implements PackagePart {
    private static final int CHARACTERS_IN_A_FILE = 1 << 20;
    private static final String SCRIPT = script();
    // Where a page from a disk has an origin of its own 'self' is nobody, hence the scheme.
    private static final String POLICY = Html.hash(SCRIPT) + " 'self' file:";

    private final EntrySpill page;
    private final EntrySpill data;
    private @Nullable OutputStream file;
    private Separator comma = new Separator(",\n");
    private int files;
    private int characters;

    Search(Scratch scratch) throws IOException {
        this.page = scratch.spill();
        this.data = scratch.spill();
    }

    private record Row(String link, String where, String text) {
        List<String> asList() {
            return List.of(link, where, text);
        }
    }

    @Override
    public void piece(Placed placed) throws IOException {
        if (!Fates.isThere(placed.piece())) {
            return;
        }
        switch (placed.piece()) {
            case Held.Conversation _ -> {}
            case Held.Contact told ->
                add(new Row(
                        "index.html#contact",
                        "Contact data, " + told.toldAt(),
                        words(told.name(), told.email(), told.phone(), told.externalId())));
            case Held.Visit visit ->
                add(new Row(
                        "index.html#visits",
                        "Visit, " + visit.observedAt(),
                        words(visit.ipAddress(), visit.userAgent(), visit.page(), visit.referrer(), visit.location())));
            case Held.Message message ->
                add(new Row(
                        placed.link(),
                        "Conversation " + placed.conversationNumber() + ", " + ConversationPages.speaker(message) + ", "
                                + message.sentAt(),
                        words(message.text(), message.disagreement())));
        }
    }

    @Override
    public void end() throws IOException {
        endFile();
        try (OutputStream out = page.begin("search.html")) {
            out.write(bytes(Html.head("Search", "", POLICY)
                    + "<noscript><p>Searching needs JavaScript; all else can be read without it.</p></noscript>\n"
                    + "<div role=\"search\" id=\"search\" data-files=\"" + files + "\" hidden>"
                    + "<label for=\"query\">Words in messages, contact data and visits</label>"
                    + "<input id=\"query\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></div>\n"
                    + "<p id=\"status\" role=\"status\"></p>\n<ol class=\"rows\" id=\"found\"></ol>\n"
                    + "<script>" + SCRIPT + "</script>" + Html.END));
        }
    }

    @Override
    public List<EntrySpill> spills() {
        return List.of(page, data);
    }

    private void add(Row row) throws IOException {
        if (file == null || characters >= CHARACTERS_IN_A_FILE) {
            endFile();
            files++;
            file = data.begin("search-" + files + ".js");
            file.write(bytes("lethe(["));
            comma = new Separator(",\n");
            characters = 0;
        }
        file.write(bytes(comma.next()));
        file.write(StrictJson.write(row.asList()));
        characters += row.text().length() + row.where().length();
    }

    private void endFile() throws IOException {
        if (file != null) {
            file.write(bytes("])\n"));
            file = null;
        }
    }

    private static String words(@Nullable String... told) {
        return Stream.of(told).filter(Objects::nonNull).collect(Collectors.joining(" · "));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String script() {
        try (InputStream in = Search.class.getResourceAsStream("search.js")) {
            return new String(Objects.requireNonNull(in, "search.js").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
