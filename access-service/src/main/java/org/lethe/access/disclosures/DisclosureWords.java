package org.lethe.access.disclosures;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.contracts.SealedWords.SealedNote;
import org.lethe.contracts.WordedEvent;
import org.lethe.eventlog.Decision.Sourced;

/// The words of the register: names, purposes, references, reasons.
final class DisclosureWords {
    static final String NAME = "name";
    static final String CONTRACT = "contract";
    static final String PURPOSE = "purpose";
    static final String REFERENCE = "reference";
    static final String REASON = "reason";

    private final SealedWords door;

    DisclosureWords(SealedWords door) {
        this.door = door;
    }

    /// @param second null where it was not given
    static Map<String, String> of(String first, String said, String second, @Nullable String more) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(first, said);
        if (more != null) {
            words.put(second, more);
        }
        return words;
    }

    SealedNote seal(ClientId client, Class<? extends WordedEvent> type, Map<String, String> words, Instant at) {
        return door.seal(client, type, words, at);
    }

    /// @return nothing where there is none, or the client's keys are gone
    Map<String, String> open(ClientId client, @Nullable Sourced sourced) {
        if (sourced == null) {
            return Map.of();
        }
        Sealed sealed = sourced.entry().sealed();
        return sealed != null && sourced.event() instanceof WordedEvent worded
                ? door.open(client, sourced.id(), worded.getClass(), sealed, sourced.decidedAt())
                : Map.of();
    }
}
