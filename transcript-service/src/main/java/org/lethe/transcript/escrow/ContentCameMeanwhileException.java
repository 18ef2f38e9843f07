package org.lethe.transcript.escrow;

/// Content that a hold covers came in while its keys were prepared for escrow, or content of somebody who was about to
/// be forgotten; decide anew.
public final class ContentCameMeanwhileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ContentCameMeanwhileException() {
        super("content came in meanwhile");
    }
}
