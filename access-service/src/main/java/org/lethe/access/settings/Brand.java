package org.lethe.access.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.PrivacySettingsSet;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.eventlog.Decision.Sourced;

/// How a client shows itself to its consumers.
///
/// @param name null where only the client's own is known
/// @param colour `#rrggbb`
/// @param logo a data URL
public record Brand(
        @Nullable String name,
        @Nullable String colour,
        @Nullable String logo) {
    static final Brand NONE = new Brand(null, null, null);

    private static final String NAME = "name";
    private static final String COLOUR = "colour";
    private static final String LOGO = "logo";

    /// @return nothing of it where none was set, or the client's keys are gone
    public static Brand of(SealedWords door, ClientId client, PrivacySettings settings) {
        Sourced source = settings.source();
        Sealed sealed = source == null ? null : source.entry().sealed();
        if (source == null || sealed == null) {
            return NONE;
        }
        Map<String, String> words =
                door.open(client, source.id(), PrivacySettingsSet.class, sealed, source.decidedAt());
        return new Brand(words.get(NAME), words.get(COLOUR), words.get(LOGO));
    }

    /// To be sealed; empty where there is nothing.
    Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        put(words, NAME, name);
        put(words, COLOUR, colour);
        put(words, LOGO, logo);
        return words;
    }

    private static void put(Map<String, String> words, String field, @Nullable String text) {
        if (text != null) {
            words.put(field, text);
        }
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
