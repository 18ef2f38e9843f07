package org.lethe.contracts;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The hash by which a client's log commits to one event:
///
///     entry = "LTL1" ‖ client16 ‖ u64 log_index ‖ eventId16 ‖ u16 length,type ‖ u16 version ‖ i64 recorded_at (µs)
///             ‖ SHA-256(facts) ‖ SHA-256(sealed; 32 zero bytes if none) ‖ SHA-256(tags, each "key=value\n", sorted)
///     leaf  = SHA-256(00 ‖ entry)
///
/// Whatever an example is about, it stands at the same place in the same log.
final class Leaf {
    private static final UUID CLIENT = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final UUID EVENT = UUID.fromString("01020304-0506-0708-090a-0b0c0d0e0f10");
    private static final long LOG_INDEX = 7;
    private static final long RECORDED_AT_MICROS = 1_795_212_000_000_000L;

    private Leaf() {}

    /// @param tags as `key=value`; ASCII, so sorting by characters is sorting by bytes
    static byte[] of(EventTypes.WireType type, byte[] facts, byte @Nullable [] sealed, List<String> tags) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream entry = new DataOutputStream(bytes)) {
            entry.writeByte(0);
            entry.writeBytes("LTL1");
            write(entry, CLIENT);
            entry.writeLong(LOG_INDEX);
            write(entry, EVENT);
            entry.writeUTF(type.name()); // u16 length and UTF-8, for names in ASCII
            entry.writeShort(type.version());
            entry.writeLong(RECORDED_AT_MICROS);
            entry.write(sha256(facts));
            entry.write(sealed == null ? new byte[32] : sha256(sealed));
            entry.write(sha256(tags.stream()
                    .sorted()
                    .map(tag -> tag + "\n")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sha256(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
