package org.lethe.transcript.bulk;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.MessageRedacted;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.LogReader;
import org.lethe.eventlog.StoredEvent;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Opening;
import org.lethe.keyring.SealedContent;
import org.lethe.transcript.capture.MessageIds;
import org.lethe.transcript.content.MessageContent;
import org.lethe.transcript.content.MessageDifferences;
import org.lethe.transcript.content.MessageIdReusedException;

/// Finds what a line brings that a conversation does not have yet: by the client's own message ids, else by who said
/// what when. As often as the line has the same message, as often it is there afterwards.
///
/// Only what was said by the same side at the same time, or has the same id, is opened for it, and it goes no further.
/// What was erased or has expired can't be opened; there who spoke and when has to do.
final class Growth {
    private static final String TYPE = EventTypes.of(MessageRecorded.class).name();
    private static final List<String> REDACTED = EventTypes.names(MessageRedacted.class);
    private static final int OPENED_TOGETHER = 256;

    private final LogReader log;
    private final Keyring keyring;
    private final MessageIds messageIds;

    Growth(LogReader log, Keyring keyring, MessageIds messageIds) {
        this.log = log;
        this.keyring = keyring;
        this.messageIds = messageIds;
    }

    /// One message of a line.
    ///
    /// @param index its place in the line
    /// @param content to be sealed if it is new
    record Said(int index, Author from, Instant at, MessageContent content) {
        Said {
            at = at.truncatedTo(ChronoUnit.MICROS); // as the log keeps it
        }

        Moment moment() {
            return new Moment(from, at);
        }

        Words words() {
            return new Words(moment(), content.text(), content.author());
        }
    }

    /// Something to record, and the id that it is recorded under once.
    record News(MessageId id, Said said) {}

    private record Moment(Author from, Instant at) {}

    private record Words(
            Moment moment, String text, @Nullable String author) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// @param content null where it can't be read any more
    private record Recorded(
            MessageRecorded message, @Nullable MessageContent content) {
        Moment moment() {
            return new Moment(message.from(), message.sentAt().truncatedTo(ChronoUnit.MICROS));
        }
    }

    /// @throws MessageIdReusedException if one of the ids is another message's
    List<News> of(ClientId client, ConversationOpened conversation, List<Said> line) {
        Map<Integer, MessageId> ids = new HashMap<>();
        for (Said said : line) {
            String given = said.content().messageId();
            if (given != null) {
                ids.put(said.index(), messageIds.of(client, conversation.conversation(), given));
            }
        }
        Map<MessageId, Recorded> recorded = recorded(client, conversation, line, new HashSet<>(ids.values()));
        MessageDifferences differences = new MessageDifferences();
        List<Said> open = new ArrayList<>();
        Stock stock = new Stock(recorded.values());
        for (Said said : line) {
            MessageId id = ids.get(said.index());
            Recorded same = id == null ? null : recorded.get(id);
            if (same == null) {
                open.add(said);
            } else {
                compare(same, said, differences);
                stock.take(same);
            }
        }
        differences.refuseIfAny();
        List<News> news = new ArrayList<>();
        for (Said said : open) {
            if (!stock.has(said)) {
                MessageId id = ids.get(said.index());
                int ordinal = stock.nextOrdinal(said.moment());
                news.add(new News(
                        id != null
                                ? id
                                : messageIds.at(client, conversation.conversation(), said.from(), said.at(), ordinal),
                        said));
            }
        }
        return news;
    }

    /// What is there and not accounted for yet.
    private static final class Stock {
        private final Map<Words, Integer> withId = new HashMap<>();
        private final Map<Words, Integer> withoutId = new HashMap<>();
        private final Map<Moment, Integer> unreadable = new HashMap<>();
        private final Map<Moment, Integer> ordinals = new HashMap<>();

        Stock(Iterable<Recorded> all) {
            for (Recorded one : all) {
                ordinals.merge(one.moment(), 1, Integer::sum);
                MessageContent content = one.content();
                if (content == null) {
                    unreadable.merge(one.moment(), 1, Integer::sum);
                } else {
                    of(content).merge(words(one, content), 1, Integer::sum);
                }
            }
        }

        void take(Recorded one) {
            MessageContent content = one.content();
            if (content == null) {
                took(unreadable, one.moment());
            } else {
                took(of(content), words(one, content));
            }
        }

        /// One with an id of its own is none of those that have another.
        boolean has(Said said) {
            return took(withoutId, said.words())
                    || said.content().messageId() == null && took(withId, said.words())
                    || took(unreadable, said.moment());
        }

        int nextOrdinal(Moment moment) {
            return ordinals.merge(moment, 1, Integer::sum) - 1;
        }

        private Map<Words, Integer> of(MessageContent content) {
            return content.messageId() == null ? withoutId : withId;
        }

        private static Words words(Recorded one, MessageContent content) {
            return new Words(one.moment(), content.text(), content.author());
        }

        private static <K> boolean took(Map<K, Integer> counts, K key) {
            Integer left = counts.get(key);
            if (left == null) {
                return false;
            }
            if (left == 1) {
                counts.remove(key);
            } else {
                counts.put(key, left - 1);
            }
            return true;
        }
    }

    private static void compare(Recorded first, Said again, MessageDifferences differences) {
        String pointer = "/messages/" + again.index();
        differences.author(pointer, first.message().from(), again.from());
        differences.time(pointer + "/at", first.moment().at(), again.at());
        MessageContent content = first.content();
        if (content != null) {
            differences.words(pointer, content, again.content());
        }
    }

    /// What the line may be about, in the order of the log.
    private Map<MessageId, Recorded> recorded(
            ClientId client, ConversationOpened conversation, List<Said> line, Set<MessageId> ids) {
        Set<Moment> moments = new HashSet<>();
        line.forEach(said -> moments.add(said.moment()));
        Map<MessageId, Recorded> recorded = new LinkedHashMap<>();
        List<MessageRecorded> messages = new ArrayList<>();
        List<SealedContent> sealed = new ArrayList<>();
        Tag tag = new Tag(EventTag.CONVERSATION, conversation.conversation().toString());
        Set<MessageId> redacted = redacted(tag);
        for (StoredEvent event : log.read(tag, List.of(TYPE))) {
            MessageRecorded message = (MessageRecorded) event.event();
            Recorded unopened = new Recorded(message, null);
            if (!ids.contains(message.message()) && !moments.contains(unopened.moment())) {
                continue;
            }
            recorded.put(message.message(), unopened);
            byte[] envelope = event.sealed();
            if (envelope != null && !redacted.contains(message.message())) { // else scrubbed, or kept for a hold alone
                messages.add(message);
                sealed.add(new SealedContent(
                        ContentScope.found(client, conversation.consumer(), message),
                        new EventId(event.eventId()),
                        event.type(),
                        new Sealed(envelope)));
            }
        }
        for (int from = 0; from < sealed.size(); from += OPENED_TOGETHER) {
            int to = Math.min(from + OPENED_TOGETHER, sealed.size());
            List<Opening> opened = keyring.open(sealed.subList(from, to));
            for (int i = from; i < to; i++) {
                MessageRecorded message = messages.get(i);
                recorded.put(message.message(), new Recorded(message, content(opened.get(i - from))));
            }
        }
        return recorded;
    }

    /// Who guesses what it was would be told, were it opened.
    private Set<MessageId> redacted(Tag conversation) {
        Set<MessageId> redacted = new HashSet<>();
        for (StoredEvent event : log.facts(List.of(conversation), REDACTED)) {
            redacted.add(((MessageRedacted) event.event()).message());
        }
        return redacted;
    }

    private static @Nullable MessageContent content(Opening opening) {
        return switch (opening) {
            case Opening.Opened opened -> MessageContent.read(opened.text().bytes());
            case Opening.Erased _, Opening.Expired _, Opening.Denied _ -> null;
        };
    }
}
