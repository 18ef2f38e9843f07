package org.lethe.service.words;

/// The API key of a service that asks another one; prints as `[REDACTED]`.
public final class ServiceToken {
    private final String text;

    /// @param text a key of the platform's with the role `service`
    public ServiceToken(String text) {
        this.text = text;
    }

    String bearer() {
        return "Bearer " + text;
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
