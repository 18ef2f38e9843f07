package org.lethe.keyring;

/// The root keystore is not the one that this database was written with. Nothing was served, sealed or destroyed.
public final class WrongRootKeysException extends KeyringException {
    private static final long serialVersionUID = 1;

    private final String fact;
    private final String remedy;

    /// @param fact what is so, in one sentence without a full stop
    /// @param remedy what to do about it
    WrongRootKeysException(String fact, String remedy) {
        super(fact);
        this.fact = fact;
        this.remedy = remedy;
    }

    /// What is so, in one sentence without a full stop.
    public String fact() {
        return fact;
    }

    /// What to do about it; a sentence or two.
    public String remedy() {
        return remedy;
    }
}
