package org.lethe.keyring;

/// What stands in a hold's escrow is not what was prepared. The transaction must not commit; an alarm.
public final class EscrowIncompleteException extends KeyringException {
    private static final long serialVersionUID = 1;

    private final int expected;
    private final int standing;

    EscrowIncompleteException(int expected, int standing) {
        super("of " + expected + " content keys prepared for escrow " + standing + " are there");
        this.expected = expected;
        this.standing = standing;
    }

    public int expected() {
        return expected;
    }

    public int standing() {
        return standing;
    }
}
