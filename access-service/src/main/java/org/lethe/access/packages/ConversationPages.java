package org.lethe.access.packages;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.service.subjects.Held;

/// What was said, a page or more for each conversation.
final class ConversationPages implements PackagePart {
    private final EntrySpill spill;
    private @Nullable PagedRows rows;

    ConversationPages(Scratch scratch) throws IOException {
        this.spill = scratch.spill();
    }

    /// From the top of the package.
    static String name(int conversation, int page) {
        return "conversations/" + conversation + (page == 1 ? "" : "-" + page) + ".html";
    }

    @Override
    public void piece(Placed placed) throws IOException {
        switch (placed.piece()) {
            case Held.Contact _, Held.Visit _ -> {}
            case Held.Conversation begun -> {
                end();
                rows = new PagedRows(spill, series(begun, placed.conversationNumber()));
            }
            case Held.Message message -> {
                if (rows != null) {
                    rows.row(row(message, placed.messageNumber()));
                }
            }
        }
    }

    @Override
    public void end() throws IOException {
        if (rows != null) {
            rows.end();
            rows = null;
        }
    }

    @Override
    public List<EntrySpill> spills() {
        return List.of(spill);
    }

    private static PagedRows.Series series(Held.Conversation begun, int number) {
        return new PagedRows.Series(
                "Conversation " + number,
                "../",
                "<dl>" + about(begun) + "</dl>\n<h2>Messages</h2>\n",
                Placed.MESSAGES_ON_A_PAGE,
                page -> name(number, page));
    }

    static String about(Held.Conversation begun) {
        return Html.described("Id", begun.conversationId().toString())
                + Html.described("Channel", begun.channel().name())
                + Html.described("Opened", Html.time(begun.openedAt()))
                + (begun.closedAt() == null ? "" : Html.described("Closed", Html.time(begun.closedAt())))
                + (Fates.isThere(begun) ? "" : Html.described("State", Html.gone(begun)));
    }

    private static String side(Author from) {
        return switch (from) {
            case CONSUMER -> "You";
            case AGENT -> "Agent";
            case BOT -> "Bot";
            case SYSTEM -> "System";
        };
    }

    /// "Agent Ann"; "Agent 1" is that already.
    static String speaker(Held.Message message) {
        String side = side(message.from());
        String author = message.author();
        if (author == null) {
            return side;
        }
        return author.startsWith(side + " ") ? author : side + " " + author;
    }

    private static String row(Held.Message message, int number) {
        return "<li id=\"m" + number + "\"" + (message.from() == Author.CONSUMER ? " class=\"consumer\"" : "")
                + "><p class=\"by\"><b>" + Html.foreign(speaker(message)) + "</b> · " + Html.time(message.sentAt())
                + (message.correctedAt() == null ? "" : " · corrected " + Html.time(message.correctedAt()))
                + (message.redactedAt() == null ? "" : " · redacted " + Html.time(message.redactedAt()))
                + "</p>" + said(message) + disagreement(message) + "</li>\n";
    }

    private static String disagreement(Held.Message message) {
        String statement = message.disagreement();
        return statement == null
                ? ""
                : "<p class=\"by\">You disagreed:</p><p class=\"said\" dir=\"auto\">" + Html.text(statement) + "</p>";
    }

    private static String said(Held.Message message) {
        String text = message.text();
        if (!Fates.isThere(message) || text == null) {
            return "<p class=\"said\">" + Html.gone(message) + "</p>";
        }
        return text.isBlank()
                ? "<p class=\"said gone\">an empty message</p>"
                : "<p class=\"said\" dir=\"auto\">" + Html.text(text) + "</p>";
    }
}
