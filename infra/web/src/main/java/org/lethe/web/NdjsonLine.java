package org.lethe.web;

/// One line of NDJSON, or what became of it.
public sealed interface NdjsonLine {
    /// From 1; blank lines count.
    long number();

    /// @param bytes without the line's end
    record Complete(long number, byte[] bytes) implements NdjsonLine {
        @Override
        public String toString() {
            return "Complete[number=" + number + "]";
        }
    }

    /// Longer than a line may be; its bytes were thrown away.
    record TooLong(long number, int maxBytes) implements NdjsonLine {}
}
