package org.lethe.service.words;

/// @param sealed in base64 (RFC 4648, 4)
public record SealedEnvelope(String sealed) {}
