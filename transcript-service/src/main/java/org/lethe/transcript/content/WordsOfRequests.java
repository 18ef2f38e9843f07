package org.lethe.transcript.content;

import java.util.List;
import java.util.Map;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.RequestWordsGiven;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.EventLog;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Opening;
import org.lethe.keyring.SealedContent;
import org.lethe.transcript.escrow.Evidence;
import tools.jackson.core.type.TypeReference;

/// Seals what is said about a consumer's request, under that consumer's keys.
final class WordsOfRequests implements ConsumerWords {
    private static final TypeReference<Map<String, String>> WORDS = new TypeReference<>() {};

    private final EventLog log;
    private final Content content;
    private final Keyring keyring;

    WordsOfRequests(EventLog log, Keyring keyring) {
        this.log = log;
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
        SealedContent content = new SealedContent(
                ContentScope.of(client, event.consumer(), event),
                id,
                EventTypes.of(RequestWordsGiven.class).name(),
                sealed);
        Opening opening = keyring.open(List.of(content)).getFirst();
        if (opening instanceof Opening.Expired) { // an open request keeps its own words too
            opening = Evidence.hold(log, client, event.request())
                    .map(kept -> keyring.openHeld(kept, List.of(content)).getFirst())
                    .orElse(opening);
        }
        return opening instanceof Opening.Opened opened
                ? Content.JSON.readValue(opened.text().bytes(), WORDS)
                : Map.of();
    }
}
