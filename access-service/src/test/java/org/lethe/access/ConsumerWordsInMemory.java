package org.lethe.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.EventId;
import org.lethe.contracts.RequestWordsGiven;
import org.lethe.contracts.Sealed;

/// Keeps words by the event they belong to.
final class ConsumerWordsInMemory implements ConsumerWords {
    private final Map<EventId, Map<String, String>> words = new ConcurrentHashMap<>();

    void expire() {
        words.clear();
    }

    @Override
    public SealedRequestWords seal(ClientId client, RequestWordsGiven event, Map<String, String> said) {
        EventId id = EventId.random();
        words.put(id, said);
        return new SealedRequestWords(id, event, new Sealed(new byte[61]));
    }

    @Override
    public Map<String, String> open(ClientId client, EventId id, RequestWordsGiven event, Sealed sealed) {
        return words.getOrDefault(id, Map.of());
    }
}
