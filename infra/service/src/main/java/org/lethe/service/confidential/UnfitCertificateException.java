package org.lethe.service.confidential;

/// Nothing can be encrypted to this certificate; the message says why.
public final class UnfitCertificateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnfitCertificateException(String message) {
        super(message);
    }

    UnfitCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
