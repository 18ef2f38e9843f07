package org.lethe.keyring;

/// A sealer was kept too long, or its key was called back meanwhile. Prepare again: that answers what is true now.
public final class LeaseEndedException extends KeyringException {
    private static final long serialVersionUID = 1;

    LeaseEndedException() {
        super("the lease of this sealer's keys has ended; prepare again");
    }
}
