package org.lethe.eventlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// COPY's binary format (PostgreSQL manual, "COPY", binary format): a header, for each row the number of its columns
/// and each column as length and bytes, a trailer.
final class CopyFormat {
    static final String COMMAND =
            "COPY event_log.event (position, client_id, log_index, event_id, type, version, recorded_at_micros, tags,"
                    + " unique_tag, facts, sealed, metadata) FROM STDIN (FORMAT binary)";

    private static final short COLUMNS = 12;
    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int TEXT_OID = 25;
    private static final int NULL_LENGTH = -1;
    private static final int ROW_HEAD_BYTES = Short.BYTES + 3 * Integer.BYTES + 2 * Long.BYTES + 16;
    private static final ThreadLocal<Buffer> COLUMN_BUFFER = ThreadLocal.withInitial(() -> new Buffer(2_048));

    private CopyFormat() {}

    /// The columns that don't depend on the position.
    static byte[] columns(
            UUID eventId,
            String type,
            int version,
            long recordedAtMicros,
            List<String> tags,
            @Nullable String uniqueTag,
            byte[] facts,
            byte @Nullable [] sealed,
            byte @Nullable [] metadata) {
        Buffer buffer = COLUMN_BUFFER.get().clear();
        buffer.uuid(eventId);
        buffer.bytes(type.getBytes(StandardCharsets.UTF_8));
        buffer.room(2 * Integer.BYTES + Short.BYTES + Long.BYTES)
                .putInt(Short.BYTES)
                .putShort((short) version)
                .putInt(Long.BYTES)
                .putLong(recordedAtMicros);
        buffer.textArray(tags);
        buffer.bytes(uniqueTag == null ? null : uniqueTag.getBytes(StandardCharsets.UTF_8));
        buffer.bytes(facts);
        buffer.bytes(sealed);
        buffer.bytes(metadata);
        return buffer.toBytes();
    }

    /// The same columns with another time and other metadata, which stand last.
    static byte[] columnsAt(
            byte[] columns,
            String type,
            long recordedAtMicros,
            byte @Nullable [] earlierMetadata,
            byte @Nullable [] metadata) {
        int timeAt = Integer.BYTES
                + 16 // event id
                + (Integer.BYTES + type.getBytes(StandardCharsets.UTF_8).length)
                + (Integer.BYTES + Short.BYTES) // version
                + Integer.BYTES;
        int upTo = columns.length - Integer.BYTES - (earlierMetadata == null ? 0 : earlierMetadata.length);
        Buffer buffer = new Buffer(columns.length + (metadata == null ? 0 : metadata.length));
        buffer.room(upTo).put(columns, 0, upTo);
        buffer.bytes.putLong(timeAt, recordedAtMicros);
        buffer.bytes(metadata);
        return buffer.toBytes();
    }

    /// Grows as needed and is used again.
    static final class Buffer {
        private ByteBuffer bytes;

        Buffer(int capacity) {
            bytes = ByteBuffer.allocate(capacity);
        }

        Buffer clear() {
            bytes.clear();
            return this;
        }

        void header() {
            room(SIGNATURE.length + 2 * Integer.BYTES).put(SIGNATURE).putInt(0).putInt(0);
        }

        void row(long position, UUID client, long logIndex, byte[] columns) {
            room(ROW_HEAD_BYTES + columns.length)
                    .putShort(COLUMNS)
                    .putInt(Long.BYTES)
                    .putLong(position)
                    .putInt(16)
                    .putLong(client.getMostSignificantBits())
                    .putLong(client.getLeastSignificantBits())
                    .putInt(Long.BYTES)
                    .putLong(logIndex)
                    .put(columns);
        }

        void trailer() {
            room(Short.BYTES).putShort((short) -1);
        }

        byte[] array() {
            return bytes.array();
        }

        int length() {
            return bytes.position();
        }

        private void uuid(UUID value) {
            room(Integer.BYTES + 16)
                    .putInt(16)
                    .putLong(value.getMostSignificantBits())
                    .putLong(value.getLeastSignificantBits());
        }

        private void bytes(byte @Nullable [] value) {
            if (value == null) {
                room(Integer.BYTES).putInt(NULL_LENGTH);
            } else {
                room(Integer.BYTES + value.length).putInt(value.length).put(value);
            }
        }

        private void textArray(List<String> values) {
            int lengthAt = bytes.position();
            int dimensions = values.isEmpty() ? 0 : 1;
            room(6 * Integer.BYTES).putInt(0).putInt(dimensions).putInt(0).putInt(TEXT_OID);
            if (dimensions > 0) {
                bytes.putInt(values.size()).putInt(1); // length, lower bound
            }
            for (String value : values) {
                bytes(value.getBytes(StandardCharsets.UTF_8));
            }
            bytes.putInt(lengthAt, bytes.position() - lengthAt - Integer.BYTES);
        }

        private byte[] toBytes() {
            byte[] copy = new byte[bytes.position()];
            System.arraycopy(bytes.array(), 0, copy, 0, copy.length);
            return copy;
        }

        private ByteBuffer room(int more) {
            if (bytes.remaining() < more) {
                ByteBuffer larger = ByteBuffer.allocate(Math.max(bytes.capacity() * 2, bytes.position() + more));
                bytes.flip();
                bytes = larger.put(bytes);
            }
            return bytes;
        }
    }
}
