package org.lethe.keyring;

/// One content key has sealed as many envelopes as random nonces allow with a wide margin.
public final class EnvelopeLimitException extends KeyringException {
    private static final long serialVersionUID = 1;

    EnvelopeLimitException(int limit) {
        super("a content key seals at most " + limit + " envelopes; this conversation and bucket reached it");
    }
}
