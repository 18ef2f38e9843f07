package org.lethe.transcript.reading;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/// The marks that turn the direction of writing (UAX #9). Messengers wrap names and numbers in them; one that nobody
/// closes turns what comes after it too.
final class Directions {
    private static final char LEFT_TO_RIGHT_EMBEDDING = 0x202A;
    private static final char RIGHT_TO_LEFT_EMBEDDING = 0x202B;
    private static final char POP = 0x202C;
    private static final char LEFT_TO_RIGHT_OVERRIDE = 0x202D;
    private static final char RIGHT_TO_LEFT_OVERRIDE = 0x202E;
    private static final char FIRST_ISOLATE = 0x2066;
    private static final char FIRST_STRONG_ISOLATE = 0x2068;
    private static final char POP_ISOLATE = 0x2069;

    private Directions() {}

    private enum Kind {
        ISOLATE,
        EMBEDDING,
        OVERRIDE
    }

    private record Opened(int at, Kind kind) {}

    static boolean isMark(char unit) {
        return unit >= LEFT_TO_RIGHT_EMBEDDING && unit <= RIGHT_TO_LEFT_OVERRIDE
                || unit >= FIRST_ISOLATE && unit <= POP_ISOLATE;
    }

    /// Where the marks stand that open or close a piece of one line which is closed within it. Overrides are never
    /// among them: they show letters in an order that nobody wrote.
    static BitSet closed(String line) {
        BitSet closed = new BitSet();
        Deque<Opened> open = new ArrayDeque<>();
        for (int i = 0; i < line.length(); i++) {
            switch (line.charAt(i)) {
                case LEFT_TO_RIGHT_EMBEDDING, RIGHT_TO_LEFT_EMBEDDING -> open.push(new Opened(i, Kind.EMBEDDING));
                case LEFT_TO_RIGHT_OVERRIDE, RIGHT_TO_LEFT_OVERRIDE -> open.push(new Opened(i, Kind.OVERRIDE));
                case FIRST_ISOLATE, FIRST_ISOLATE + 1, FIRST_STRONG_ISOLATE -> open.push(new Opened(i, Kind.ISOLATE));
                case POP -> {
                    if (!open.isEmpty() && open.getFirst().kind() != Kind.ISOLATE) {
                        close(open.pop(), i, closed);
                    }
                }
                case POP_ISOLATE -> {
                    if (open.stream().anyMatch(one -> one.kind() == Kind.ISOLATE)) {
                        Opened last = open.pop();
                        while (last.kind() != Kind.ISOLATE) { // it ends what was opened within it
                            last = open.pop();
                        }
                        close(last, i, closed);
                    }
                }
                default -> {}
            }
        }
        return closed;
    }

    private static void close(Opened opened, int end, BitSet closed) {
        if (opened.kind() != Kind.OVERRIDE) {
            closed.set(opened.at());
            closed.set(end);
        }
    }
}
