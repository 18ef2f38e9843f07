package org.lethe.transcript.content;

import java.time.Instant;
import java.util.Map;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Opening;
import org.lethe.web.InvalidBodyException;
import tools.jackson.core.type.TypeReference;

/// Seals what operators say in their own words. The words are the client's, not a consumer's: they outlive every
/// erasure, so the client's id stands for consumer and conversation, on a channel that no retention rule reaches.
public final class OperatorWords implements SealedWords {
    /// Reserved: nothing that a consumer says is captured on it.
    public static final Channel CHANNEL = new Channel("operator");

    private static final TypeReference<Map<String, String>> WORDS = new TypeReference<>() {};

    private final Content content;
    private final Keyring keyring;

    public OperatorWords(Keyring keyring) {
        this.content = new Content(keyring);
        this.keyring = keyring;
    }

    /// @throws InvalidBodyException if content would be captured on the reserved channel
    public static void refuse(Channel channel, String pointer) {
        if (channel.equals(CHANNEL)) {
            throw new InvalidBodyException(pointer, "another channel; " + CHANNEL + " is reserved");
        }
    }

    @Override
    public Sealed seal(
            ClientId client, EventId event, Class<? extends Event> type, Map<String, String> words, Instant at) {
        return content.seal(scope(client, at), event, type, words);
    }

    @Override
    public Map<String, String> open(
            ClientId client, EventId event, Class<? extends Event> type, Sealed sealed, Instant recordedAt) {
        Opening opening = keyring.open(
                scope(client, recordedAt), event, EventTypes.of(type).name(), sealed);
        return opening instanceof Opening.Opened opened
                ? Content.JSON.readValue(opened.text().bytes(), WORDS)
                : Map.of();
    }

    private static ContentScope scope(ClientId client, Instant at) {
        return new ContentScope(
                client,
                new ConsumerId(client.value()),
                new ConversationId(client.value()),
                Bucket.of(Category.CONTACT, CHANNEL, at));
    }
}
