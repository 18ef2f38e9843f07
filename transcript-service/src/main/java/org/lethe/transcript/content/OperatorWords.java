package org.lethe.transcript.content;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.ForeignWordsException;
import org.lethe.contracts.Meters;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.contracts.WordedEvent;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Opening;
import org.lethe.keyring.TamperedException;
import org.lethe.keyring.UnknownKeyException;
import tools.jackson.core.type.TypeReference;

/// Seals what operators say in their own words. The words are the client's, not a consumer's: they outlive every
/// erasure, so the client's id stands for consumer and conversation, on a channel that no schedule reaches.
public final class OperatorWords implements SealedWords {
    private static final TypeReference<Map<String, String>> WORDS = new TypeReference<>() {};

    private final Content content;
    private final Keyring keyring;
    private final Counter opened;
    private final Counter gone;
    private final Counter foreign;

    public OperatorWords(Keyring keyring, MeterRegistry meters) {
        this.content = new Content(keyring);
        this.keyring = keyring;
        this.opened = counter(meters, "opened");
        this.gone = counter(meters, "gone");
        this.foreign = counter(meters, "foreign");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return meters.counter(Meters.WORDS_OPENS.meter(), "outcome", outcome);
    }

    @Override
    public Sealed seal(
            ClientId client, EventId event, Class<? extends WordedEvent> type, Map<String, String> words, Instant at) {
        return content.sealWords(scope(client, at), event, type, words);
    }

    @Override
    public Map<String, String> open(
            ClientId client, EventId event, Class<? extends WordedEvent> type, Sealed sealed, Instant recordedAt) {
        Opening opening =
                opening(scope(client, recordedAt), event, EventTypes.of(type).name(), sealed);
        if (opening instanceof Opening.Opened found) {
            opened.increment();
            return Content.JSON.readValue(found.text().bytes(), WORDS);
        }
        gone.increment();
        return Map.of();
    }

    private Opening opening(ContentScope scope, EventId event, String type, Sealed sealed) {
        try {
            return keyring.open(scope, event, type, sealed);
        } catch (TamperedException | UnknownKeyException e) {
            foreign.increment();
            throw new ForeignWordsException("words of " + type + " " + event + " can't be opened", e);
        }
    }

    private static ContentScope scope(ClientId client, Instant at) {
        return new ContentScope(
                client, new ConsumerId(client.value()), new ConversationId(client.value()), WordedEvent.bucket(at));
    }
}
