package org.lethe.transcript.reading;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
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
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.StoredEvent;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Opening;
import org.lethe.keyring.SealedContent;
import org.lethe.keyring.Tombstone;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.DestroyedBuckets;
import org.lethe.transcript.content.KeyGoneException;
import org.lethe.transcript.content.MessageContent;
import org.lethe.transcript.conversations.Conversation;
import org.lethe.transcript.escrow.HoldsInForce;
import org.lethe.transcript.reading.Reading.Place;
import org.lethe.transcript.reading.Transcript.Line;

/// Reads a conversation's messages from the log and opens them.
public final class Transcripts {
    private static final List<String> CONTENT = EventTypes.names(ContentEvent.OfConversation.class);

    private final EventLog log;
    private final Keyring keyring;

    public Transcripts(EventLog log, Keyring keyring) {
        this.log = log;
        this.keyring = keyring;
    }

    /// All messages in order of the time when they were said, where that is the same in that of the log; each with its
    /// own fate.
    ///
    /// @throws ContentExpiredException if all of it has expired
    /// @throws KeyGoneException if the keys of its client are destroyed
    /// @throws org.lethe.keyring.TamperedException if an envelope is not what was sealed
    public Transcript read(Conversation conversation) {
        List<Recorded> recorded = recorded(conversation);
        return transcript(
                conversation,
                recorded,
                keyring.open(recorded.stream().map(Recorded::sealed).toList()));
    }

    /// The same before anything of it is shown, however long it is.
    ///
    /// @throws ContentExpiredException if all of it has expired
    /// @throws KeyGoneException if the keys of its client are destroyed
    Reading begin(Conversation conversation) {
        return begin(conversation, _ -> true, contents -> open(conversation.client(), contents));
    }

    /// What the log says is destroyed is not opened, whatever this process still has of its key.
    private List<Opening> open(ClientId client, List<SealedContent> contents) {
        List<Opening> openings = new ArrayList<>(keyring.open(contents));
        Map<Bucket, Optional<Opening>> gone = new HashMap<>();
        for (int i = 0; i < openings.size(); i++) {
            Bucket bucket = contents.get(i).scope().bucket();
            if (openings.get(i) instanceof Opening.Opened) {
                Optional<Opening> instead = gone.computeIfAbsent(bucket, one -> destroyed(client, one));
                if (instead.isPresent()) {
                    openings.set(i, instead.get());
                }
            }
        }
        return openings;
    }

    private Optional<Opening> destroyed(ClientId client, Bucket bucket) {
        for (Sourced sourced : log.lookUp(DestroyedBuckets.destroyed(client, bucket))) {
            if (sourced.event() instanceof BucketKeyDestroyed gone) {
                return Optional.of(new Opening.Expired(
                        bucket, new Tombstone(gone.key(), "expiry", sourced.id(), gone.destroyedAt())));
            }
        }
        return Optional.empty();
    }

    private Reading begin(
            Conversation conversation,
            Predicate<ContentScope> wanted,
            Function<List<SealedContent>, List<Opening>> opener) {
        Tag tag = new Tag(EventTag.CONVERSATION, conversation.id().toString());
        List<StoredEvent> some = log.readSome(tag, CONTENT, Reading.PART + 1);
        if (some.size() <= Reading.PART) {
            List<Recorded> all = recorded(conversation, some).stream()
                    .filter(recorded -> wanted.test(recorded.sealed().scope()))
                    .toList();
            Transcript opened = transcript(
                    conversation,
                    all,
                    opener.apply(all.stream().map(Recorded::sealed).toList()));
            Map<Place, Line> lines = new HashMap<>();
            Set<Bucket> shown = new HashSet<>();
            for (int i = 0; i < all.size(); i++) {
                lines.put(all.get(i).place(), opened.messages().get(i));
                if (opened.messages().get(i).status() == Line.Status.PRESENT) {
                    shown.add(all.get(i).sealed().scope().bucket());
                }
            }
            return new Reading(
                    conversation,
                    all.stream().map(Recorded::place).toList(),
                    shown,
                    places -> places.stream()
                            .map(place -> Objects.requireNonNull(lines.get(place)))
                            .toList());
        }
        List<Place> places = new ArrayList<>();
        Set<Bucket> shown = new HashSet<>();
        log.readHeads(
                tag,
                CONTENT,
                head -> recorded(conversation, List.of(head)).stream()
                        .filter(recorded -> wanted.test(recorded.sealed().scope()))
                        .forEach(recorded -> {
                            places.add(recorded.place());
                            shown.add(recorded.sealed().scope().bucket());
                        }));
        places.sort(Place.ORDER);
        refuseIfAllGone(conversation, places, opener);
        shown.removeIf(bucket -> destroyed(conversation.client(), bucket).isPresent());
        return new Reading(conversation, places, shown, part -> {
            List<Recorded> recorded = at(conversation, part);
            List<Opening> opened =
                    opener.apply(recorded.stream().map(Recorded::sealed).toList());
            return lines(recorded, opened);
        });
    }

    private List<Recorded> at(Conversation conversation, List<Place> places) {
        return recorded(
                conversation, log.readAt(places.stream().map(Place::position).toList()));
    }

    private void refuseIfAllGone(
            Conversation conversation, List<Place> places, Function<List<SealedContent>, List<Opening>> opener) {
        List<Opening> last = List.of();
        for (int from = 0; from < places.size(); from += Reading.PART) {
            List<Place> part = places.subList(from, Math.min(places.size(), from + Reading.PART));
            last = opener.apply(
                    at(conversation, part).stream().map(Recorded::sealed).toList());
            if (last.stream().anyMatch(Opening.Opened.class::isInstance)) {
                return;
            }
        }
        refuseIfAllGone(last);
    }

    /// The same for the purpose of a legal hold: what is destroyed is opened from its escrow, or from that of another
    /// hold which keeps it too.
    ///
    /// @throws HoldNotCoveringException if the hold is not in force, or covers nothing of it
    Reading beginHeld(Conversation conversation, HoldId hold) {
        HoldsInForce holds = HoldsInForce.read(log, conversation.client());
        HoldScope scope = holds.scope(hold).orElseThrow(HoldNotCoveringException::new);
        Reading reading = begin(
                conversation,
                content -> scope.covers(content.bucket(), content.consumer(), content.conversation()),
                contents -> keyring.openHeld(hold, contents, holds.keepers()));
        if (reading.messages() == 0) {
            throw new HoldNotCoveringException();
        }
        return reading;
    }

    private static Transcript transcript(Conversation conversation, List<Recorded> recorded, List<Opening> opened) {
        refuseIfAllGone(opened);
        return Transcript.of(conversation, null, lines(recorded, opened));
    }

    private static List<Line> lines(List<Recorded> recorded, List<Opening> opened) {
        List<Line> lines = new ArrayList<>(opened.size());
        for (int i = 0; i < opened.size(); i++) {
            Recorded one = recorded.get(i);
            lines.add(line(one.message(), opened.get(i), one.stored()));
        }
        return lines;
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

    private record Recorded(StoredEvent stored, MessageRecorded message, SealedContent sealed) {
        Place place() {
            return new Place(ChronoUnit.MICROS.between(Instant.EPOCH, message.sentAt()), stored.position());
        }
    }

    private List<Recorded> recorded(Conversation conversation) {
        Tag tag = new Tag(EventTag.CONVERSATION, conversation.id().toString());
        return recorded(conversation, log.read(tag, CONTENT));
    }

    /// In order of time.
    private static List<Recorded> recorded(Conversation conversation, List<StoredEvent> events) {
        List<Recorded> recorded = new ArrayList<>();
        ContentScope scope = null;
        for (StoredEvent event : events) {
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
        if (recorded.size() > 1) {
            recorded.sort(Comparator.comparing(Recorded::place, Place.ORDER));
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
