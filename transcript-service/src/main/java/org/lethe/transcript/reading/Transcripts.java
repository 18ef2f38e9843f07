package org.lethe.transcript.reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.VisitObserved;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.StoredEvent;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Opening;
import org.lethe.keyring.SealedContent;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.KeyGoneException;
import org.lethe.transcript.content.MessageContent;
import org.lethe.transcript.conversations.Conversation;
import org.lethe.transcript.escrow.HoldsInForce;
import org.lethe.transcript.reading.Transcript.Line;

/// Reads a conversation's messages from the log and opens them.
public final class Transcripts {
    private static final List<String> CONTENT = EventTypes.names(ContentEvent.OfConversation.class);

    private static final Comparator<Line> BY_TIME =
            Comparator.comparing(Line::sentAt).thenComparing(Line::position);

    private final EventLog log;
    private final Keyring keyring;

    public Transcripts(EventLog log, Keyring keyring) {
        this.log = log;
        this.keyring = keyring;
    }

    /// What was opened.
    ///
    /// @param shown the buckets of what can be read
    public record Opened(Transcript transcript, Set<Bucket> shown) {}

    /// All messages, each with its own fate: by the time they were sent, and of one time in the order of the log.
    ///
    /// @throws ContentExpiredException if all of it has expired
    /// @throws KeyGoneException if the keys of its client are destroyed
    /// @throws org.lethe.keyring.TamperedException if an envelope is not what was sealed
    public Opened read(Conversation conversation) {
        List<Recorded> recorded = recorded(conversation);
        return transcript(
                conversation,
                recorded,
                keyring.open(recorded.stream().map(Recorded::sealed).toList()));
    }

    /// The same for the purpose of a legal hold: what is destroyed is opened from its escrow, or from that of another
    /// hold which keeps it too.
    ///
    /// @throws HoldNotCoveringException if the hold is not in force, or covers nothing of it
    Opened readHeld(Conversation conversation, HoldId hold) {
        HoldsInForce holds = HoldsInForce.of(log.lookUp(HoldsInForce.criteria(conversation.client())));
        HoldScope scope = holds.scope(hold).orElseThrow(HoldNotCoveringException::new);
        List<Recorded> covered = recorded(conversation).stream()
                .filter(recorded -> {
                    ContentScope content = recorded.sealed().scope();
                    return scope.covers(content.bucket(), content.consumer(), content.conversation());
                })
                .toList();
        if (covered.isEmpty()) {
            throw new HoldNotCoveringException();
        }
        return transcript(
                conversation,
                covered,
                keyring.openHeld(hold, covered.stream().map(Recorded::sealed).toList(), holds.keepers()));
    }

    private static Opened transcript(Conversation conversation, List<Recorded> recorded, List<Opening> opened) {
        refuseIfAllGone(opened);
        List<Line> lines = new ArrayList<>(opened.size());
        Set<Bucket> shown = new HashSet<>();
        for (int i = 0; i < opened.size(); i++) {
            Recorded one = recorded.get(i);
            lines.add(line(one.message(), opened.get(i), one.stored()));
            if (opened.get(i) instanceof Opening.Opened) {
                shown.add(one.sealed().scope().bucket());
            }
        }
        lines.sort(BY_TIME);
        return new Opened(Transcript.of(conversation, lines), shown);
    }

    /// Where every word of it is gone, that is the answer; where some is left, each line tells its own fate.
    private static void refuseIfAllGone(List<Opening> opened) {
        if (opened.isEmpty() || opened.stream().anyMatch(Opening.Opened.class::isInstance)) {
            return;
        }
        switch (opened.getLast()) {
            case Opening.Expired expired -> throw new ContentExpiredException(expired.bucket(), expired.tombstone());
            case Opening.Erased erased -> throw new KeyGoneException(erased.tombstone());
            case Opening.Opened _, Opening.Denied _ -> {}
        }
    }

    private record Recorded(StoredEvent stored, MessageRecorded message, SealedContent sealed) {}

    private List<Recorded> recorded(Conversation conversation) {
        List<Recorded> recorded = new ArrayList<>();
        ContentScope scope = null;
        Tag tag = new Tag(EventTag.CONVERSATION, conversation.id().toString());
        for (StoredEvent event : log.read(tag, CONTENT)) {
            byte[] envelope = event.sealed();
            if (envelope == null) {
                continue; // scrubbed
            }
            switch ((ContentEvent.OfConversation) event.event()) {
                case MessageRecorded message -> {
                    scope = scope(scope, conversation.client(), message);
                    recorded.add(new Recorded(
                            event,
                            message,
                            new SealedContent(
                                    scope, new EventId(event.eventId()), event.type(), new Sealed(envelope))));
                }
                case VisitObserved visit -> {} // kept apart from what was said
            }
        }
        return recorded;
    }

    /// That of the message before, where it is the same: a conversation has few.
    private static ContentScope scope(@Nullable ContentScope before, ClientId client, MessageRecorded message) {
        ContentScope scope = ContentScope.of(client, message.consumer(), message);
        return before != null && scope.equals(before) ? before : scope;
    }

    private static Line line(MessageRecorded message, Opening opening, StoredEvent event) {
        return switch (opening) {
            case Opening.Opened opened -> {
                MessageContent content = MessageContent.read(opened.text().bytes());
                String given = content.messageId();
                yield new Line(
                        given == null ? message.message().toString() : given,
                        message.from(),
                        content.author(),
                        content.text(),
                        message.sentAt(),
                        Line.Status.PRESENT,
                        event.position(),
                        event.logIndex());
            }
            case Opening.Erased erased -> unreadable(message, Line.Status.ERASED, event);
            case Opening.Expired expired -> unreadable(message, Line.Status.EXPIRED, event);
            case Opening.Denied denied -> unreadable(message, Line.Status.DENIED, event);
        };
    }

    private static Line unreadable(MessageRecorded message, Line.Status status, StoredEvent event) {
        return new Line(
                message.message().toString(),
                message.from(),
                null,
                null,
                message.sentAt(),
                status,
                event.position(),
                event.logIndex());
    }
}
