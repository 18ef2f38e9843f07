package org.lethe.contracts;

import java.time.Period;
import org.jspecify.annotations.Nullable;

/// Keep this category (on this channel, or on every other) for this long.
///
/// @param category a category's wire name, `default` for what no other rule names, or `account_end` for the keys of a
/// client that left
/// @param period ISO 8601 calendar period: `P13M`, `P400D`, `P7Y`
public record RetentionRule(String category, @Nullable Channel channel, Period period) {
    public static final String DEFAULT = "default";
}
