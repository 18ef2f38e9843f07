package org.lethe.transcript.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.VisitObserved;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.StoredEvent;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Opening;
import org.lethe.keyring.SealedContent;
import org.lethe.service.Foundation;
import org.lethe.service.subjects.DataSubjects;
import org.lethe.service.subjects.Held;
import org.lethe.transcript.consumers.Consumers;
import org.lethe.transcript.consumers.Contact;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.KeyGoneException;
import org.lethe.transcript.content.OpenedContent;
import org.lethe.transcript.content.VisitContent;
import org.lethe.transcript.conversations.Conversation;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.transcript.escrow.Evidence;
import org.lethe.web.NotFoundException;

/// Goes through all that the log has of a consumer, conversation by conversation; each reading is noted as
/// a reader's is.
final class HeldOfConsumers implements DataSubjects {
    private static final String FORMAT = "package";
    private static final List<String> CONTACTS = EventTypes.names(ConsumerIdentifiersLinked.class);
    private static final List<String> CONVERSATIONS = EventTypes.names(ConversationOpened.class);
    private static final List<String> VISITS = EventTypes.names(VisitObserved.class);

    private final EventLog log;
    private final Keyring keyring;
    private final Consumers consumers;
    private final Conversations conversations;
    private final Transcripts transcripts;
    private final Noting noting;

    HeldOfConsumers(Foundation foundation) {
        this.log = foundation.log();
        this.keyring = foundation.part(Keyring.class);
        this.consumers = new Consumers(foundation);
        this.conversations = new Conversations(log);
        this.transcripts = new Transcripts(log, keyring);
        this.noting = new Noting(foundation.commands(), foundation.moments());
    }

    @Override
    public Optional<ConsumerId> find(ClientId client, Identifiers given, String pointer) {
        Contact contact = new Contact(given.email(), given.phone(), given.externalId(), null);
        return consumers.lookUp(client, contact.identifiers(pointer));
    }

    @Override
    public boolean isKnown(ClientId client, ConsumerId consumer) {
        try {
            consumers.require(client, consumer);
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    @Override
    public List<Held.Contact> contacts(ClientId client, ConsumerId consumer) {
        List<Held.Contact> contacts = new ArrayList<>();
        for (StoredEvent stored : ofConsumer(client, consumer, CONTACTS)) {
            if (stored.event() instanceof ConsumerIdentifiersLinked linked
                    && opened(client, consumer, linked, stored, null) instanceof Opening.Opened opened) {
                contacts.add(contact(linked, Held.Fate.PRESENT, OpenedContent.read(opened, Contact.class)));
            }
        }
        return contacts;
    }

    @Override
    public void read(ClientId client, ConsumerId consumer, Reason reason, Consumer<Held> pieces) {
        consumers.require(client, consumer);
        HoldId kept = reason.request() == null
                ? null
                : Evidence.hold(log, client, reason.request()).orElse(null);
        for (StoredEvent stored : ofConsumer(client, consumer, CONTACTS)) {
            if (stored.event() instanceof ConsumerIdentifiersLinked linked && stored.sealed() != null) {
                Opening opening = opened(client, consumer, linked, stored, kept);
                pieces.accept(contact(linked, fate(opening), OpenedContent.readIfThere(opening, Contact.class)));
            }
        }
        for (StoredEvent stored : ofConsumer(client, consumer, CONVERSATIONS)) {
            if (stored.event() instanceof ConversationOpened opened) {
                read(conversations.get(client, opened.conversation()), reason, kept, pieces);
            }
        }
    }

    private void read(Conversation conversation, Reason reason, @Nullable HoldId kept, Consumer<Held> pieces) {
        Reading reading;
        try {
            reading = noting.noted(
                    conversation.client(),
                    conversation,
                    null,
                    null,
                    new Noting.Note(reason.purpose(), FORMAT, reason.by()),
                    () -> kept == null
                            ? transcripts.begin(conversation.orElseErased(), false)
                            : transcripts.beginKept(conversation.orElseErased(), kept));
        } catch (ContentErasedException | KeyGoneException e) {
            pieces.accept(conversation(conversation, Held.Fate.ERASED));
            return;
        } catch (ContentExpiredException e) {
            pieces.accept(conversation(conversation, Held.Fate.EXPIRED));
            visits(conversation, kept, pieces);
            return;
        }
        pieces.accept(conversation(conversation, Held.Fate.PRESENT));
        visits(conversation, kept, pieces);
        for (int part = 0; part < reading.parts(); part++) {
            for (Transcript.Line line : reading.part(part)) {
                pieces.accept(new Held.Message(
                        Held.Fate.valueOf(line.status().name()),
                        conversation.id(),
                        line.messageId(),
                        line.from(),
                        line.author(),
                        line.sentAt(),
                        line.text(),
                        line.correctedAt(),
                        line.redactedAt(),
                        line.disagreement()));
            }
        }
    }

    private void visits(Conversation conversation, @Nullable HoldId kept, Consumer<Held> pieces) {
        Tag tag = new Tag(EventTag.CONVERSATION, conversation.id().toString());
        for (StoredEvent stored : log.read(tag, VISITS)) {
            if (stored.event() instanceof VisitObserved visit && stored.sealed() != null) {
                Opening opening = opened(conversation.client(), conversation.consumer(), visit, stored, kept);
                pieces.accept(visit(
                        conversation.id(),
                        visit,
                        fate(opening),
                        OpenedContent.readIfThere(opening, VisitContent.class)));
            }
        }
    }

    private List<StoredEvent> ofConsumer(ClientId client, ConsumerId consumer, List<String> types) {
        return log.read(new Tag(EventTag.CONSUMER, consumer.toString()), types).stream()
                .filter(stored -> stored.client().equals(client.value()))
                .toList();
    }

    /// @param kept what is kept for a request; null where it is read for none
    private Opening opened(
            ClientId client, ConsumerId consumer, ContentEvent event, StoredEvent stored, @Nullable HoldId kept) {
        byte[] envelope = stored.sealed();
        List<SealedContent> content = List.of(new SealedContent(
                ContentScope.of(client, consumer, event),
                new EventId(stored.eventId()),
                stored.type(),
                new Sealed(envelope == null ? new byte[0] : envelope)));
        return (kept == null ? keyring.open(content) : keyring.openHeld(kept, content)).getFirst();
    }

    private static Held.Fate fate(Opening opening) {
        return switch (opening) {
            case Opening.Opened _ -> Held.Fate.PRESENT;
            case Opening.Expired _ -> Held.Fate.EXPIRED;
            case Opening.Erased _ -> Held.Fate.ERASED;
            case Opening.Denied _ -> Held.Fate.DENIED;
        };
    }

    private static Held.Contact contact(ConsumerIdentifiersLinked linked, Held.Fate fate, @Nullable Contact contact) {
        return new Held.Contact(
                fate,
                linked.channel(),
                linked.linkedAt(),
                contact == null ? null : contact.email(),
                contact == null ? null : contact.phone(),
                contact == null ? null : contact.externalId(),
                contact == null ? null : contact.name());
    }

    private static Held.Conversation conversation(Conversation conversation, Held.Fate fate) {
        return new Held.Conversation(
                fate, conversation.id(), conversation.channel(), conversation.openedAt(), conversation.closedAt());
    }

    private static Held.Visit visit(
            ConversationId conversation, VisitObserved visit, Held.Fate fate, @Nullable VisitContent content) {
        return new Held.Visit(
                fate,
                conversation,
                visit.contentTime(),
                content == null ? null : content.ipAddress(),
                content == null ? null : content.userAgent(),
                content == null ? null : content.page(),
                content == null ? null : content.referrer(),
                content == null ? null : content.location());
    }
}
