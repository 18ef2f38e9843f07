package org.lethe.transcript.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Opening;
import org.lethe.transcript.content.MessageContent;
import org.lethe.transcript.content.MessageIdReusedException;
import org.lethe.web.FieldError;

/// Holds a message that is sent again against the one that was recorded first under its id. Asked only where an id was
/// seen before; the first is opened for it and goes no further. What was erased or has expired can't be held against
/// anything: then what the log shows of it, who spoke and when, has to do.
final class FirstRecorded {
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
                List<FieldError> differing = facts(first, again, timed);
                differing.addAll(words(client, first, sourced, said));
                if (!differing.isEmpty()) {
                    throw new MessageIdReusedException(differing);
                }
            }
        }
    }

    private static List<FieldError> facts(MessageRecorded first, MessageRecorded again, boolean timed) {
        List<FieldError> differing = new ArrayList<>(4);
        if (first.from() != again.from()) {
            differing.add(new FieldError("/from", "who spoke in the message that has this id"));
        }
        if (timed && !first.sentAt().equals(again.sentAt())) {
            differing.add(new FieldError("/sent_at", "the time of the message that has this id"));
        }
        return differing;
    }

    private List<FieldError> words(ClientId client, MessageRecorded first, Sourced sourced, MessageContent said) {
        Sealed sealed = sourced.entry().sealed();
        if (sealed == null) { // scrubbed
            return List.of();
        }
        ContentScope scope = ContentScope.found(client, first.consumer(), first);
        return switch (keyring.open(scope, sourced.id(), TYPE, sealed)) {
            case Opening.Opened opened ->
                words(MessageContent.read(opened.text().bytes()), said);
            case Opening.Erased _, Opening.Expired _, Opening.Denied _ -> List.of();
        };
    }

    private static List<FieldError> words(MessageContent first, MessageContent again) {
        List<FieldError> differing = new ArrayList<>(2);
        if (!first.text().equals(again.text())) {
            differing.add(new FieldError("/text", "the text of the message that has this id"));
        }
        if (!Objects.equals(first.author(), again.author())) {
            differing.add(new FieldError("/author", "the author of the message that has this id"));
        }
        return differing;
    }
}
