package org.lethe.transcript.reading;

/// Something of what was opened was destroyed before the reading stood in the log; open it again.
final class GoneMeanwhileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    GoneMeanwhileException() {
        super("content was destroyed meanwhile");
    }
}
