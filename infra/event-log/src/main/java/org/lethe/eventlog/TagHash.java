package org.lethe.eventlog;

import java.util.Set;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventstreaming.Tag;

/// 64-bit hashes of tags and types for the index of recent appends. Two that collide cost a spurious retry, nothing
/// else.
final class TagHash {
    static final long ANY_TYPE = 0x9E3779B97F4A7C15L;
    static final long NO_TAG = 0xD1B54A32D192ED03L;

    private static final long PRIME = 0x100000001B3L; // FNV-1a, 64 bits
    private static final long OFFSET = 0xCBF29CE484222325L;

    private TagHash() {}

    static long of(Tag tag) {
        return append(append(append(OFFSET, tag.key()), "="), tag.value());
    }

    static long of(String text) {
        return append(OFFSET, text);
    }

    static long ofType(QualifiedName type) {
        return append(OFFSET, type.name());
    }

    static long pair(long tagHash, long typeHash) {
        long mixed = (tagHash ^ Long.rotateLeft(typeHash, 31)) * 0xBF58476D1CE4E5B9L;
        return mixed ^ (mixed >>> 29);
    }

    /// All pairs under which an event of this type with these tags can be asked for.
    static long[] pairs(QualifiedName type, Set<Tag> tags) {
        long typeHash = ofType(type);
        long[] pairs = new long[2 * tags.size() + 1];
        int next = 0;
        pairs[next++] = pair(NO_TAG, typeHash);
        for (Tag tag : tags) {
            long tagHash = of(tag);
            pairs[next++] = pair(tagHash, typeHash);
            pairs[next++] = pair(tagHash, ANY_TYPE);
        }
        return pairs;
    }

    private static long append(long hash, String text) {
        long result = hash;
        for (int i = 0; i < text.length(); i++) {
            result = (result ^ text.charAt(i)) * PRIME;
        }
        return result;
    }
}
