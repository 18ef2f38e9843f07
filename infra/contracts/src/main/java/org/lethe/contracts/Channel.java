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

    private static final Pattern ACCEPTED = Pattern.compile(PATTERN); // before the channels below, which it accepts

    /// Where operators' own words lie (`WordedEvent`). Nothing that a consumer says is on it, so no schedule may name
    /// it.
    public static final Channel OPERATOR = new Channel("operator");

    /// Where what was told of a consumer outside of any conversation lies. No conversation is held on it, but its
    /// period is the client's to choose: schedules may name it.
    public static final Channel DIRECT = new Channel("direct");

    private static final int MOST_KNOWN = 100;
    private static final Map<String, Channel> KNOWN = new ConcurrentHashMap<>();

    @JsonCreator
    public Channel {
        if (!ACCEPTED.matcher(name).matches()) {
            throw new IllegalArgumentException("a channel is " + PATTERN);
        }
    }

    /// Whether no conversation can be held on it.
    public boolean isReserved() {
        return equals(OPERATOR) || equals(DIRECT);
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
