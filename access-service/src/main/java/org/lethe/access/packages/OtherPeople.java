package org.lethe.access.packages;

import java.util.HashMap;
import java.util.Map;
import org.lethe.contracts.Author;
import org.lethe.service.subjects.Held;

/// Takes agents' names out: in each conversation the first is "Agent 1", and so on, so that nobody can be followed
/// from one conversation to the next. What was said stays as it is.
final class OtherPeople {
    private final Map<String, String> labels = new HashMap<>();

    Held without(Held piece) {
        return switch (piece) {
            case Held.Conversation conversation -> {
                labels.clear();
                yield conversation;
            }
            case Held.Message message -> without(message);
            case Held.Contact told -> told;
            case Held.Visit visit -> visit;
        };
    }

    private Held.Message without(Held.Message message) {
        String author = message.author();
        if (message.from() != Author.AGENT || author == null) {
            return message;
        }
        return new Held.Message(
                message.fate(),
                message.conversationId(),
                message.messageId(),
                message.from(),
                labels.computeIfAbsent(author, _ -> "Agent " + (labels.size() + 1)),
                message.sentAt(),
                message.text(),
                message.correctedAt(),
                message.redactedAt(),
                message.disagreement());
    }
}
