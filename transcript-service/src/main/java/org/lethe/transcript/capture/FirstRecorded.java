package org.lethe.transcript.capture;

import java.util.Optional;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.MessageRedacted;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Opening;
import org.lethe.transcript.content.MessageContent;
import org.lethe.transcript.content.MessageDifferences;
import org.lethe.transcript.content.MessageIdReusedException;

/// Holds a message that is sent again against the one that was recorded first under its id. Asked only where an id was
/// seen before; the first is opened for it and goes no further. What was erased or has expired can't be held against
/// anything: then what the log shows of it, who spoke and when, has to do.
final class FirstRecorded {
    private static final Criteria.Types REDACTED = Criteria.types(MessageRedacted.class);
    private static final String TYPE = EventTypes.of(MessageRecorded.class).name();

    private final EventLog log;
    private final Keyring keyring;

    FirstRecorded(EventLog log, Keyring keyring) {
        this.log = log;
        this.keyring = keyring;
    }

    /// @param timed whether the sender told when it was said
    /// @throws MessageIdReusedException if it is another message
    void refuseOther(ClientId client, MessageRecorded again, boolean timed, MessageContent said) {
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.MESSAGE, again.message()))) {
            if (sourced.event() instanceof MessageRecorded first
                    && sourced.entry().client().equals(client)) {
                MessageDifferences differences = new MessageDifferences();
                differences.author("", first.from(), again.from());
                if (timed) {
                    differences.time("/sent_at", first.sentAt(), again.sentAt());
                }
                shownWhole(client, first, sourced).ifPresent(words -> differences.words("", words, said));
                differences.refuseIfAny();
            }
        }
    }

    /// What was redacted is held against nothing, even where a legal hold keeps it: who guesses would be told.
    private Optional<MessageContent> shownWhole(ClientId client, MessageRecorded first, Sourced sourced) {
        return log.lookUp(Criteria.of(EventTag.AMENDED, first.message(), REDACTED))
                        .isEmpty()
                ? content(client, first, sourced)
                : Optional.empty();
    }

    private Optional<MessageContent> content(ClientId client, MessageRecorded first, Sourced sourced) {
        Sealed sealed = sourced.entry().sealed();
        if (sealed == null) { // scrubbed
            return Optional.empty();
        }
        ContentScope scope = ContentScope.found(client, first.consumer(), first);
        return switch (keyring.open(scope, sourced.id(), TYPE, sealed)) {
            case Opening.Opened opened ->
                Optional.of(MessageContent.read(opened.text().bytes()));
            case Opening.Erased _, Opening.Expired _, Opening.Denied _ -> Optional.empty();
        };
    }
}
