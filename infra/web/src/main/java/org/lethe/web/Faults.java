package org.lethe.web;

/// Describes what was thrown by classes and lines only: messages may quote what a caller sent.
public final class Faults {
    private static final int MAX_CAUSES = 8;

    private Faults() {}

    public static String withoutMessages(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < MAX_CAUSES; depth++) {
            text.append(depth == 0 ? "" : "\nCaused by: ").append(at.getClass().getName());
            for (StackTraceElement line : at.getStackTrace()) {
                text.append("\n\tat ").append(line);
            }
            at = at.getCause();
        }
        return text.toString();
    }
}
