package org.lethe.transcript.content;

import java.util.Map;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.RequestWordsGiven;
import org.lethe.contracts.Sealed;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Opening;
import tools.jackson.core.type.TypeReference;

/// Seals what is said about a consumer's request, under that consumer's keys.
final class WordsOfRequests implements ConsumerWords {
    private static final TypeReference<Map<String, String>> WORDS = new TypeReference<>() {};

    private final Content content;
    private final Keyring keyring;

    WordsOfRequests(Keyring keyring) {
        this.content = new Content(keyring);
        this.keyring = keyring;
    }

    /// @throws KeyGoneException if the consumer was erased
    @Override
    public SealedRequestWords seal(ClientId client, RequestWordsGiven event, Map<String, String> words) {
        SealedEvent<RequestWordsGiven> sealed = content.seal(client, event.consumer(), event, words);
        return new SealedRequestWords(sealed.id(), sealed.event(), sealed.sealed());
    }

    @Override
    public Map<String, String> open(ClientId client, EventId id, RequestWordsGiven event, Sealed sealed) {
        Opening opening = keyring.open(
                ContentScope.of(client, event.consumer(), event),
                id,
                EventTypes.of(RequestWordsGiven.class).name(),
                sealed);
        return opening instanceof Opening.Opened opened
                ? Content.JSON.readValue(opened.text().bytes(), WORDS)
                : Map.of();
    }
}
