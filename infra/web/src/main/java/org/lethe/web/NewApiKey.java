package org.lethe.web;

/// An API key that was just made; the only moment at which its secret is known here.
///
/// @param secret what the caller keeps; shown once, stored nowhere
/// @param sha256 what is stored: SHA-256 of the secret as ASCII, base64url without padding
public record NewApiKey(String secret, String sha256) {

    @Override
    public String toString() {
        return "NewApiKey[secret=[REDACTED], sha256=" + sha256 + "]";
    }
}
