package org.lethe.access.packages;

import org.jspecify.annotations.Nullable;
import org.lethe.service.subjects.Held;

/// Text that UTF-8 can carry: a surrogate without its other half becomes U+FFFD. None comes in by the API, but one
/// would stop the whole package.
final class WellFormed {
    private static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    static Held piece(Held piece) {
        return switch (piece) {
            case Held.Conversation conversation -> conversation;
            case Held.Contact told ->
                new Held.Contact(
                        told.fate(),
                        told.channel(),
                        told.toldAt(),
                        maybe(told.email()),
                        maybe(told.phone()),
                        maybe(told.externalId()),
                        maybe(told.name()));
            case Held.Visit visit ->
                new Held.Visit(
                        visit.fate(),
                        visit.conversationId(),
                        visit.observedAt(),
                        maybe(visit.ipAddress()),
                        maybe(visit.userAgent()),
                        maybe(visit.page()),
                        maybe(visit.referrer()),
                        maybe(visit.location()));
            case Held.Message message ->
                new Held.Message(
                        message.fate(),
                        message.conversationId(),
                        text(message.messageId()),
                        message.from(),
                        maybe(message.author()),
                        message.sentAt(),
                        maybe(message.text()),
                        message.correctedAt(),
                        message.redactedAt(),
                        maybe(message.disagreement()));
        };
    }

    static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isLone(text, i)) {
                return replaced(text);
            }
        }
        return text;
    }

    static @Nullable String maybe(@Nullable String text) {
        return text == null ? null : text(text);
    }

    private static String replaced(String text) {
        StringBuilder whole = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (isLone(text, i)) {
                whole.setCharAt(i, REPLACEMENT);
            }
        }
        return whole.toString();
    }

    private static boolean isLone(String text, int i) {
        char unit = text.charAt(i);
        return Character.isHighSurrogate(unit)
                        && (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1)))
                || Character.isLowSurrogate(unit) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
