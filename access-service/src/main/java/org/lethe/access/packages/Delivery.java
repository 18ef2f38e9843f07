package org.lethe.access.packages;

import java.security.cert.X509Certificate;

/// How a package is locked for its way. Whoever carries it learns the names and sizes of the files in one with a
/// passphrase, and the size of one to a certificate.
public sealed interface Delivery {

    /// A ZIP that anybody opens.
    record Plain() implements Delivery {}

    /// A ZIP whose files are encrypted by WinZip's AES-256 (AE-2), which 7-Zip and bsdtar open. It stretches the
    /// passphrase by 1,000 rounds of PBKDF2 only, so a guessable one is guessed. UTF-8.
    record Passphrase(char[] characters) implements Delivery {
        public Passphrase {
            if (characters.length == 0) {
                throw new IllegalArgumentException("a passphrase has characters");
            }
            characters = characters.clone();
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// A ZIP in CMS to the holder of the certificate's key.
    ///
    /// @param certificate as `CertificateEnvelope.certificate` accepts it
    record Certificate(X509Certificate certificate) implements Delivery {}

    /// What it is when it is fetched.
    default String mediaType() {
        return switch (this) {
            case Plain _, Passphrase _ -> "application/zip";
            case Certificate _ -> "application/cms"; // RFC 7193
        };
    }
}
