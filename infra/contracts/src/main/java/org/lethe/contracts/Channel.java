package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// How a conversation was held: `web`, `sms`, `email`, `whatsapp`, … An open set of short lower-case names.
public record Channel(@JsonValue String name) {
    /// What a name may look like; it stands in clear in facts, buckets and schedules.
    public static final String PATTERN = "[a-z][a-z0-9-]{0,31}";

    private static final int MOST_KNOWN = 100;
    private static final Map<String, Channel> KNOWN = new ConcurrentHashMap<>();
    private static final Pattern ACCEPTED = Pattern.compile(PATTERN);

    @JsonCreator
    public Channel {
        if (!ACCEPTED.matcher(name).matches()) {
            throw new IllegalArgumentException("a channel is " + PATTERN);
        }
    }

    /// The same record for the same name, where there are few: reading a log meets the same names over and over.
    static Channel known(String name) {
        Channel known = KNOWN.get(name);
        if (known == null) {
            known = new Channel(name);
            if (KNOWN.size() < MOST_KNOWN) {
                KNOWN.putIfAbsent(name, known);
            }
        }
        return known;
    }

    @Override
    public String toString() {
        return name;
    }
}
