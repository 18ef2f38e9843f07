package org.lethe.keyring;

/// What was given as an identifier is none of its kind. The message tells the kind and what is accepted, never the
/// value.
public final class InvalidIdentifierException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final Identifier.Kind kind;

    InvalidIdentifierException(Identifier.Kind kind, String accepted) {
        super(kind.wireName() + ": accepted is " + accepted);
        this.kind = kind;
    }

    public Identifier.Kind kind() {
        return kind;
    }
}
