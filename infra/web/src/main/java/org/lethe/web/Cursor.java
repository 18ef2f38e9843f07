package org.lethe.web;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.lethe.contracts.Rfc3339;

/// Where a page of a list ended: the sort key of its last row, opaque to callers. It says where to go on, never what
/// may be read, so a forged one gains nothing. It stands in URLs: put ids, times and positions in, never content.
///
/// It travels as base64url of its fields as text, with a space between them.
public final class Cursor {
    private static final int MAX_CHARACTERS = 512;

    private final List<String> fields;

    private Cursor(List<String> fields) {
        this.fields = fields;
    }

    /// @param fields each a [Long], [Instant] or [UUID]
    public static Cursor of(Object... fields) {
        return new Cursor(Arrays.stream(fields).map(Cursor::written).toList());
    }

    /// @throws InvalidParameterException if this is no cursor of ours; what its fields are, shows when they are read
    static Cursor decode(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw refused();
        }
        try {
            byte[] fields = Base64.getUrlDecoder().decode(text);
            return new Cursor(List.of(new String(fields, StandardCharsets.US_ASCII).split(" ", -1)));
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    public long number(int field) {
        return read(field, Long::parseLong);
    }

    public Instant instant(int field) {
        return read(field, Rfc3339::parse);
    }

    public UUID uuid(int field) {
        return read(field, UUID::fromString);
    }

    String encoded() {
        byte[] text = String.join(" ", fields).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    private <T> T read(int field, Function<String, T> reading) {
        if (field >= fields.size()) {
            throw refused();
        }
        try {
            return reading.apply(fields.get(field));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw refused();
        }
    }

    private static InvalidParameterException refused() {
        return new InvalidParameterException("?cursor", "a cursor from the `next` of this list");
    }

    private static String written(Object field) {
        return switch (field) {
            case Long _, Instant _, UUID _ -> field.toString();
            default ->
                throw new IllegalArgumentException("a cursor holds Long, Instant or UUID, not "
                        + field.getClass().getSimpleName());
        };
    }
}
