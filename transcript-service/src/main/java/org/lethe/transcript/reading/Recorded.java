package org.lethe.transcript.reading;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.DisagreementRecorded;
import org.lethe.contracts.EventId;
import org.lethe.contracts.MessageCorrected;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.MessageRedacted;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.StoredEvent;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Opening;
import org.lethe.keyring.SealedContent;
import org.lethe.transcript.content.AmendedContent;
import org.lethe.transcript.reading.Reading.Place;
import org.lethe.transcript.reading.Transcript.EarlierText;
import org.lethe.transcript.reading.Transcript.Line;

/// One message with all that became of it, before it is opened.
final class Recorded {

    /// Which texts are shown that another took the place of.
    enum Earlier {
        NONE,

        /// Those that no redaction took.
        READABLE,

        /// All that is still there: a legal hold keeps it for this.
        HELD
    }

    /// A text, and when another took its place.
    private record Replaced(StoredEvent text, Instant until) {}

    private final StoredEvent stored;
    private final MessageRecorded message;
    private final ContentScope scope;
    private final Earlier wanted;
    private final List<Replaced> earlier = new ArrayList<>(0);
    private StoredEvent shown;
    private @Nullable StoredEvent disagreement;
    private @Nullable Instant correctedAt;
    private @Nullable Instant redactedAt;

    /// @param later what became of it, in the order of the log
    Recorded(StoredEvent stored, MessageRecorded message, ContentScope scope, List<StoredEvent> later, Earlier wanted) {
        this.stored = stored;
        this.message = message;
        this.scope = scope;
        this.wanted = wanted;
        this.shown = stored;
        later.forEach(this::amend);
    }

    private void amend(StoredEvent amendment) {
        switch ((ContentEvent) amendment.event()) {
            case MessageCorrected _ -> {
                replace(amendment);
                correctedAt = amendment.recordedAt();
            }
            case MessageRedacted _ -> {
                replace(amendment);
                redactedAt = amendment.recordedAt();
                if (wanted == Earlier.READABLE) {
                    earlier.clear();
                }
            }
            case DisagreementRecorded _ -> disagreement = amendment;
            default -> {}
        }
    }

    private void replace(StoredEvent by) {
        if (wanted != Earlier.NONE) {
            earlier.add(new Replaced(shown, by.recordedAt()));
        }
        shown = by;
    }

    ContentScope scope() {
        return scope;
    }

    Place place() {
        return new Place(ChronoUnit.MICROS.between(Instant.EPOCH, message.sentAt()), stored.position());
    }

    /// All that has to be opened for it; what is scrubbed is left out.
    List<SealedContent> sealed() {
        if (shown == stored && disagreement == null) { // as nearly all are
            return stored.sealed() == null ? List.of() : List.of(sealed(stored, stored.sealed()));
        }
        List<SealedContent> sealed = new ArrayList<>(2 + earlier.size());
        add(sealed, shown);
        if (disagreement != null) {
            add(sealed, disagreement);
        }
        earlier.forEach(one -> add(sealed, one.text()));
        return sealed;
    }

    private void add(List<SealedContent> sealed, StoredEvent event) {
        byte[] envelope = event.sealed();
        if (envelope != null) {
            sealed.add(sealed(event, envelope));
        }
    }

    private SealedContent sealed(StoredEvent event, byte[] envelope) {
        return new SealedContent(scope, new EventId(event.eventId()), event.type(), new Sealed(envelope));
    }

    /// @param openings of what [#sealed] gave, in its order; it takes as many
    Line line(Iterator<Opening> openings) {
        Opening text = shown.sealed() == null ? null : openings.next();
        Opening beside = disagreement == null || disagreement.sealed() == null ? null : openings.next();
        List<EarlierText> before = new ArrayList<>(earlier.size());
        for (Replaced one : earlier) {
            if (one.text().sealed() != null && openings.next() instanceof Opening.Opened opened) {
                String said = AmendedContent.read(opened).text();
                if (said != null) {
                    before.add(new EarlierText(said, one.until()));
                }
            }
        }
        String disagreed = beside instanceof Opening.Opened opened
                ? AmendedContent.read(opened).text()
                : null;
        return switch (text) {
            case null -> line(Line.Status.REDACTED, null, disagreed, before);
            case Opening.Opened opened -> {
                AmendedContent content = AmendedContent.read(opened);
                yield line(
                        content.text() == null ? Line.Status.REDACTED : Line.Status.PRESENT,
                        content,
                        disagreed,
                        before);
            }
            case Opening.Erased _ -> line(Line.Status.ERASED, null, null, before);
            case Opening.Expired _ -> line(Line.Status.EXPIRED, null, null, before);
            case Opening.Denied _ -> line(Line.Status.DENIED, null, null, before);
        };
    }

    private Line line(
            Line.Status status,
            @Nullable AmendedContent content,
            @Nullable String disagreed,
            List<EarlierText> before) {
        String given = content == null ? null : content.messageId();
        return new Line(
                given == null ? message.message().toString() : given,
                message.from(),
                content == null ? null : content.author(),
                content == null ? null : content.text(),
                message.sentAt(),
                status,
                correctedAt,
                redactedAt,
                disagreed,
                before.isEmpty() ? null : before,
                stored.position(),
                stored.logIndex());
    }
}
