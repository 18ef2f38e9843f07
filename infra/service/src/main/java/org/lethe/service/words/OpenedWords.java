package org.lethe.service.words;

import java.util.Map;

/// @param words as they were given, by field; empty where the client's keys are gone
public record OpenedWords(Map<String, String> words) {

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
