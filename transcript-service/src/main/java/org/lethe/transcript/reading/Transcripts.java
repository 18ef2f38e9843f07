package org.lethe.transcript.reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
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
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.MessageAmended;
import org.lethe.contracts.MessageRecorded;
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
import org.lethe.transcript.conversations.Conversation;
import org.lethe.transcript.escrow.HoldsInForce;
import org.lethe.transcript.reading.Reading.Place;
import org.lethe.transcript.reading.Recorded.Earlier;
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
        Tag tag = new Tag(EventTag.CONVERSATION, conversation.id().toString());
        List<StoredEvent> events = log.read(tag, CONTENT);
        return transcript(
                conversation,
                opened(recorded(conversation, events, Amendments.of(events), Earlier.NONE), keyring::open));
    }

    /// The same before anything of it is shown, however long it is.
    ///
    /// @param earlier whether those texts are shown too that were corrected since
    /// @throws ContentExpiredException if all of it has expired
    /// @throws KeyGoneException if the keys of its client are destroyed
    Reading begin(Conversation conversation, boolean earlier) {
        return begin(
                conversation,
                _ -> true,
                earlier ? Earlier.READABLE : Earlier.NONE,
                contents -> open(conversation.client(), contents));
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
            Earlier earlier,
            Function<List<SealedContent>, List<Opening>> opener) {
        Tag tag = new Tag(EventTag.CONVERSATION, conversation.id().toString());
        List<StoredEvent> some = log.readSome(tag, CONTENT, Reading.PART + 1);
        if (some.size() <= Reading.PART) {
            Amendments amendments = Amendments.of(some);
            List<Recorded> all = recorded(conversation, some, amendments, earlier).stream()
                    .filter(recorded -> wanted.test(recorded.scope()))
                    .toList();
            Opened opened = opened(all, opener);
            refuseIfAllGone(opened.openings());
            Map<Place, Line> lines = new HashMap<>();
            Set<Bucket> shown = new HashSet<>();
            for (int i = 0; i < all.size(); i++) {
                lines.put(all.get(i).place(), opened.lines().get(i));
                if (opened.lines().get(i).status() == Line.Status.PRESENT) {
                    shown.add(all.get(i).scope().bucket());
                }
            }
            return new Reading(
                    conversation,
                    all.stream().map(Recorded::place).toList(),
                    shown,
                    amendments.redactions(),
                    places -> places.stream()
                            .map(place -> Objects.requireNonNull(lines.get(place)))
                            .toList());
        }
        List<Place> places = new ArrayList<>();
        Set<Bucket> shown = new HashSet<>();
        List<StoredEvent> amending = new ArrayList<>();
        log.readHeads(tag, CONTENT, head -> {
            if (Amendments.isAmendment(head)) {
                amending.add(head);
            }
            recorded(conversation, List.of(head), Amendments.NONE, Earlier.NONE).stream()
                    .filter(recorded -> wanted.test(recorded.scope()))
                    .forEach(recorded -> {
                        places.add(recorded.place());
                        shown.add(recorded.scope().bucket());
                    });
        });
        places.sort(Place.ORDER);
        Amendments amendments = amending.isEmpty() ? Amendments.NONE : Amendments.read(log, conversation.id());
        Function<List<Place>, Opened> part = these -> opened(at(conversation, these, amendments, earlier), opener);
        refuseIfAllGone(places, part);
        shown.removeIf(bucket -> destroyed(conversation.client(), bucket).isPresent());
        return new Reading(
                conversation,
                places,
                shown,
                amendments.redactions(),
                these -> part.apply(these).lines());
    }

    private List<Recorded> at(Conversation conversation, List<Place> places, Amendments amendments, Earlier earlier) {
        return recorded(
                conversation, log.readAt(places.stream().map(Place::position).toList()), amendments, earlier);
    }

    private static void refuseIfAllGone(List<Place> places, Function<List<Place>, Opened> opened) {
        List<Opening> last = List.of();
        for (int from = 0; from < places.size(); from += Reading.PART) {
            last = opened.apply(places.subList(from, Math.min(places.size(), from + Reading.PART)))
                    .openings();
            if (last.stream().anyMatch(Opening.Opened.class::isInstance)) {
                return;
            }
        }
        refuseIfAllGone(last);
    }

    /// The same for a consumer's own request: what expired while it was open is kept for it, and opened too.
    Reading beginKept(Conversation conversation, HoldId kept) {
        return begin(conversation, _ -> true, Earlier.NONE, contents -> keyring.openHeld(kept, contents))
                .whateverExpires();
    }

    /// The same for the purpose of a legal hold: what is destroyed is opened from its escrow, or from that of another
    /// hold which keeps it too, and what was redacted is there as it was.
    ///
    /// @throws HoldNotCoveringException if the hold is not in force, or covers nothing of it
    Reading beginHeld(Conversation conversation, HoldId hold) {
        HoldsInForce holds = HoldsInForce.read(log, conversation.client());
        HoldScope scope = holds.scope(hold).orElseThrow(HoldNotCoveringException::new);
        Reading reading = begin(
                conversation,
                content -> scope.covers(content.bucket(), content.consumer(), content.conversation()),
                Earlier.HELD,
                contents -> keyring.openHeld(hold, contents, holds.keepers()));
        if (reading.messages() == 0) {
            throw new HoldNotCoveringException();
        }
        return reading;
    }

    private static Transcript transcript(Conversation conversation, Opened opened) {
        refuseIfAllGone(opened.openings());
        return Transcript.of(conversation, null, opened.lines());
    }

    /// What was opened, and how it reads.
    private record Opened(List<Opening> openings, List<Line> lines) {}

    private static Opened opened(List<Recorded> recorded, Function<List<SealedContent>, List<Opening>> opener) {
        List<SealedContent> sealed = new ArrayList<>(recorded.size());
        recorded.forEach(one -> sealed.addAll(one.sealed()));
        List<Opening> openings = opener.apply(sealed);
        Iterator<Opening> next = openings.iterator();
        List<Line> lines = new ArrayList<>(recorded.size());
        recorded.forEach(one -> lines.add(one.line(next)));
        return new Opened(openings, lines);
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

    /// In order of time.
    private static List<Recorded> recorded(
            Conversation conversation, List<StoredEvent> events, Amendments amendments, Earlier earlier) {
        List<Recorded> recorded = new ArrayList<>();
        ContentScope scope = null;
        for (StoredEvent event : events) {
            switch ((ContentEvent.OfConversation) event.event()) {
                case MessageRecorded message -> {
                    scope = scope(scope, conversation.client(), message);
                    recorded.add(new Recorded(event, message, scope, amendments.of(message.message()), earlier));
                }
                case VisitObserved _ -> {} // kept apart from what was said
                case MessageAmended _ -> {} // shown with its message
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
}
