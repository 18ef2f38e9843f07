package org.lethe.contracts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.regex.Pattern;

/// Reads times such as `2026-11-21T12:00:00.123456Z` (RFC 3339). The formatter of the JDK takes most of the time of
/// reading an event; this takes the form that we write ourselves, and hands it whatever looks otherwise.
public final class Rfc3339 {
    private static final int SHORTEST = "2026-11-21T12:00:00Z".length();
    private static final int LONGEST = "2026-11-21T12:00:00.123456789Z".length();
    private static final int SECONDS_A_DAY = 86_400;
    /// Section 5.6; the JDK takes more: `24:00:00`, offsets with seconds.
    private static final Pattern FORM = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}[Tt](?:[01]\\d|2[0-3]):\\d{2}:\\d{2}(?:\\.\\d+)?(?:[Zz]|[+-]\\d{2}:\\d{2})");
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z"); // years have four digits (section 5.6)
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Rfc3339() {}

    /// @throws DateTimeException if the text is no time, or its year in UTC is not 0000 to 9999
    public static Instant parse(String text) {
        int length = text.length();
        if (length < SHORTEST || length > LONGEST || text.charAt(length - 1) != 'Z' || !hasSeparators(text)) {
            return parseOtherForm(text);
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        int nanos = length == SHORTEST ? 0 : nanos(text, length - 1);
        boolean plain = year >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= 28
                && hour >= 0
                && hour < 24
                && minute >= 0
                && minute < 60
                && second >= 0
                && second < 60
                && nanos >= 0;
        if (!plain) {
            return parseOtherForm(text); // the last days of a month, leap seconds, and what is wrong
        }
        long epochDay = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(epochDay * SECONDS_A_DAY + hour * 3_600L + minute * 60L + second, nanos);
    }

    private static Instant parseOtherForm(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new DateTimeException("a time that is not of RFC 3339");
        }
        Instant instant = Instant.parse(text);
        if (instant.isBefore(FIRST) || !instant.isBefore(END)) {
            throw new DateTimeException("a year that is not 0000 to 9999");
        }
        return instant;
    }

    private static boolean hasSeparators(String text) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    private static int nanos(String text, int end) {
        if (text.charAt(SHORTEST - 1) != '.' || end == SHORTEST) {
            return -1;
        }
        int value = digits(text, SHORTEST, end);
        for (int i = end; value > 0 && i < LONGEST - 1; i++) {
            value *= 10;
        }
        return value;
    }

    /// @return -1 where something is no digit
    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
