package org.lethe.transcript.escrow;

/// Content that a hold covers came in while its keys were prepared for escrow; decide anew.
public final class HeldContentChangedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HeldContentChangedException() {
        super("content under hold came in meanwhile");
    }
}
