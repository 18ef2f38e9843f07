package org.lethe.service.words;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.contracts.WordedEvent;

/// Seals by keeping: an envelope is a number. Opens only for the event that it was sealed for.
public final class WordsInMemory implements SealedWords {
    private record Kept(ClientId client, EventId event, Class<? extends WordedEvent> type, Map<String, String> words) {}

    private final Map<String, Kept> kept = new HashMap<>();

    @Override
    public synchronized Sealed seal(
            ClientId client, EventId event, Class<? extends WordedEvent> type, Map<String, String> words, Instant at) {
        String number = "words " + kept.size();
        kept.put(number, new Kept(client, event, type, Map.copyOf(words)));
        return new Sealed(number.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized Map<String, String> open(
            ClientId client, EventId event, Class<? extends WordedEvent> type, Sealed sealed, Instant recordedAt) {
        Kept one = kept.get(new String(sealed.bytes(), StandardCharsets.UTF_8));
        if (one == null || !one.client().equals(client) || !one.event().equals(event) || one.type() != type) {
            throw new AssertionError("opened as something else than it was sealed for");
        }
        return one.words();
    }
}
