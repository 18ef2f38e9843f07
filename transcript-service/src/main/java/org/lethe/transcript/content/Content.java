package org.lethe.transcript.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.WordedEvent;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.LeaseEndedException;
import org.lethe.keyring.Sealer;
import org.lethe.keyring.Sealing;
import org.lethe.keyring.Tombstone;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The one place where content turns into envelopes: a record becomes JSON, JSON becomes ciphertext.
public final class Content {
    static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(include -> include.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private static final int SEAL_ATTEMPTS = 4;

    private final Keyring keyring;

    public Content(Keyring keyring) {
        this.keyring = keyring;
    }

    /// Seals what one event carries, under the keys that its facts name.
    ///
    /// @param consumer whose content it is
    /// @throws KeyGoneException if the consumer's or the conversation's key is destroyed
    /// @throws ContentExpiredException if the bucket's is
    public <E extends ContentEvent> SealedEvent<E> seal(ClientId client, ConsumerId consumer, E event, Object content) {
        ContentScope scope = ContentScope.of(client, consumer, event);
        return seal(scope, keyring.prepare(scope), event, content);
    }

    /// Gets the keys of many scopes at once, for a bulk of content.
    public Map<ContentScope, Sealing> prepare(Collection<ContentScope> scopes) {
        return keyring.prepare(scopes);
    }

    /// As [#seal(ClientId, ConsumerId, ContentEvent, Object)], with keys that are at hand.
    ///
    /// @param keys of the event's scope too
    public <E extends ContentEvent> SealedEvent<E> seal(
            ClientId client, ConsumerId consumer, E event, Object content, Map<ContentScope, Sealing> keys) {
        ContentScope scope = ContentScope.of(client, consumer, event);
        return seal(scope, Objects.requireNonNull(keys.get(scope)), event, content);
    }

    private <E extends ContentEvent> SealedEvent<E> seal(ContentScope scope, Sealing keys, E event, Object content) {
        EventId id = EventId.random();
        return new SealedEvent<>(id, event, seal(scope, keys, id, event.getClass(), content));
    }

    /// Seals what operators say.
    Sealed sealWords(ContentScope scope, EventId event, Class<? extends WordedEvent> type, Map<String, String> words) {
        return seal(scope, keyring.prepare(scope), event, type, words);
    }

    private Sealed seal(ContentScope scope, Sealing keys, EventId event, Class<? extends Event> type, Object content) {
        byte[] json = JSON.writeValueAsBytes(content);
        Sealing current = keys;
        for (int attempt = 1; ; attempt++) {
            try {
                return sealer(scope, current).seal(event, EventTypes.of(type).name(), json);
            } catch (LeaseEndedException e) {
                if (attempt == SEAL_ATTEMPTS) {
                    throw e;
                }
                current =
                        keyring.prepare(scope); // called back meanwhile: either it is destroyed or there is a new lease
            }
        }
    }

    private static Sealer sealer(ContentScope scope, Sealing keys) {
        return switch (keys) {
            case Sealing.Ready ready -> ready.sealer();
            case Sealing.Refused refused -> throw refusal(scope, refused.tombstone());
        };
    }

    private static RuntimeException refusal(ContentScope scope, Tombstone tombstone) {
        return tombstone.key().kind() == KeyKind.BUCKET
                ? new ContentExpiredException(scope.bucket(), tombstone)
                : new KeyGoneException(tombstone);
    }
}
