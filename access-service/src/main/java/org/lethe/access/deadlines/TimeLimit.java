package org.lethe.access.deadlines;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonCreator.Mode;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/// A span that a law gives, such as `{"months": 1}`, `{"days": 45}` or `{"business_days": 10}`. The day from which it
/// is
/// counted is not part of it.
public record TimeLimit(int amount, Unit unit) {
    /// What it is counted in.
    public enum Unit {
        MONTHS,
        DAYS,
        BUSINESS_DAYS;

        private static Unit named(String name) {
            return Arrays.stream(values())
                    .filter(unit -> unit.lowerCase().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "a time limit is in months, days or business_days, not in " + name));
        }

        private String lowerCase() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TimeLimit {
        if (amount < 1) {
            throw new IllegalArgumentException("a time limit is 1 or more, not " + amount);
        }
    }

    @JsonCreator(mode = Mode.DELEGATING)
    static TimeLimit of(Map<String, Integer> json) {
        if (json.size() != 1) {
            throw new IllegalArgumentException("a time limit has one unit, not " + json.keySet());
        }
        Map.Entry<String, Integer> only = json.entrySet().iterator().next();
        return new TimeLimit(only.getValue(), Unit.named(only.getKey()));
    }

    @JsonValue
    Map<String, Integer> toJson() {
        return Map.of(unit.lowerCase(), amount);
    }

    /// The last day of it. Months end on the day of the same number, or on the last of a month that has none.
    LocalDate from(LocalDate day, WorkingDays working) {
        return switch (unit) {
            case MONTHS -> day.plusMonths(amount);
            case DAYS -> day.plusDays(amount);
            case BUSINESS_DAYS -> working.plus(day, amount);
        };
    }
}
