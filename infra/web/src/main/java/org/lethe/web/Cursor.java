package org.lethe.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.lethe.contracts.Rfc3339;

/// Where a page of a list ended: the sort key of its last row, opaque to callers. It says where to go on, never what
/// may be read, so a forged one gains nothing. It stands in URLs: put ids, times and positions in, never content.
///
/// Layout, in base64url: for each field one byte of kind (`n` long, `t` instant, `u` UUID, `s` string), then 8, 12 or
/// 16 bytes, or modified UTF-8 behind its length in 2 bytes.
public final class Cursor {
    private static final int MAX_CHARACTERS = 512;

    private final List<Object> fields;

    private Cursor(List<Object> fields) {
        this.fields = fields;
    }

    /// @param fields each a [Long], [Instant], [UUID] or [String]
    public static Cursor of(Object... fields) {
        return new Cursor(List.of(fields));
    }

    /// @throws InvalidParameterException if this is no cursor of ours
    static Cursor decode(String text) {
        try {
            if (text.length() > MAX_CHARACTERS) {
                throw new IllegalArgumentException("longer than any cursor");
            }
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            List<Object> fields = new ArrayList<>();
            while (in.available() > 0) {
                fields.add(read(in));
            }
            return new Cursor(List.copyOf(fields));
        } catch (IllegalArgumentException | IOException | DateTimeException e) {
            throw refused();
        }
    }

    public long number(int field) {
        return field(field, Long.class);
    }

    public Instant instant(int field) {
        return field(field, Instant.class);
    }

    public UUID uuid(int field) {
        return field(field, UUID.class);
    }

    public String text(int field) {
        return field(field, String.class);
    }

    String encoded() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            for (Object field : fields) {
                write(out, field);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    private <T> T field(int index, Class<T> type) {
        if (index >= fields.size() || !type.isInstance(fields.get(index))) {
            throw refused();
        }
        return type.cast(fields.get(index));
    }

    private static InvalidParameterException refused() {
        return new InvalidParameterException("?cursor", "a cursor from the `next` of this list");
    }

    private static void write(DataOutputStream out, Object field) throws IOException {
        switch (field) {
            case Long number -> {
                out.writeByte('n');
                out.writeLong(number);
            }
            case Instant time -> {
                out.writeByte('t');
                out.writeLong(time.getEpochSecond());
                out.writeInt(time.getNano());
            }
            case UUID id -> {
                out.writeByte('u');
                out.writeLong(id.getMostSignificantBits());
                out.writeLong(id.getLeastSignificantBits());
            }
            case String text -> {
                out.writeByte('s');
                out.writeUTF(text);
            }
            default ->
                throw new IllegalArgumentException("a cursor holds Long, Instant, UUID or String, not "
                        + field.getClass().getSimpleName());
        }
    }

    private static Object read(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case 'n' -> in.readLong();
            case 't' ->
                Rfc3339.parse(Instant.ofEpochSecond(in.readLong(), in.readInt()).toString());
            case 'u' -> new UUID(in.readLong(), in.readLong());
            case 's' -> in.readUTF();
            default -> throw new IOException("no such kind of field");
        };
    }
}
