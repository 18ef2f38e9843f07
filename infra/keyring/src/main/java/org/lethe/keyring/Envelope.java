package org.lethe.keyring;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import org.lethe.contracts.EventId;
import org.lethe.contracts.Sealed;

/// Seals and opens under a content key; the layout is drawn in the package's page.
final class Envelope {
    static final byte VERSION = 1;

    private static final int COMMITMENT_AT = 1;
    private static final int COMMITMENT_BYTES = 32;
    private static final int NONCE_AT = COMMITMENT_AT + COMMITMENT_BYTES;
    private static final int CIPHERTEXT_AT = NONCE_AT + Gcm.NONCE_BYTES;
    private static final int LEAST_BYTES = CIPHERTEXT_AT + 1 + Gcm.TAG_BYTES;

    private Envelope() {}

    static Sealed seal(ContentKey key, EventId event, String eventType, byte[] plaintext) {
        try (Gcm gcm = Gcm.borrow()) {
            return seal(gcm, gcm.nonce(), key, event, eventType, plaintext);
        }
    }

    static Sealed seal(Gcm gcm, byte[] nonce, ContentKey key, EventId event, String eventType, byte[] plaintext) {
        byte[] padded = Padding.pad(plaintext);
        byte[] envelope = new byte[CIPHERTEXT_AT + padded.length + Gcm.TAG_BYTES];
        envelope[0] = VERSION;
        System.arraycopy(key.commitment(), 0, envelope, COMMITMENT_AT, COMMITMENT_BYTES);
        System.arraycopy(nonce, 0, envelope, NONCE_AT, Gcm.NONCE_BYTES);
        gcm.encrypt(key.key(), nonce, key.associatedData(event, eventType), padded, envelope, CIPHERTEXT_AT);
        Arrays.fill(padded, (byte) 0);
        return new Sealed(envelope);
    }

    /// The commitment is compared before anything is decrypted: GCM alone lets one ciphertext open under two keys.
    ///
    /// @throws TamperedException if a bit is another than what was sealed, or this is another place
    static Plaintext open(ContentKey key, EventId event, String eventType, Sealed sealed) {
        byte[] envelope = sealed.bytes();
        if (envelope.length < LEAST_BYTES || envelope[0] != VERSION) {
            throw tampered(event, "is no envelope of version 1");
        }
        if (!MessageDigest.isEqual(key.commitment(), Arrays.copyOfRange(envelope, COMMITMENT_AT, NONCE_AT))) {
            throw tampered(event, "is committed to another key");
        }
        byte[] padded = decrypt(key, event, eventType, envelope);
        byte[] text = Padding.unpad(padded);
        Arrays.fill(padded, (byte) 0);
        if (text == null) {
            throw tampered(event, "has no end mark");
        }
        return new Plaintext(text);
    }

    private static byte[] decrypt(ContentKey key, EventId event, String eventType, byte[] envelope) {
        byte[] nonce = Arrays.copyOfRange(envelope, NONCE_AT, CIPHERTEXT_AT);
        try (Gcm gcm = Gcm.borrow()) {
            return gcm.decrypt(key.key(), nonce, key.associatedData(event, eventType), envelope, CIPHERTEXT_AT);
        } catch (AEADBadTagException e) {
            throw new TamperedException("the envelope of event " + event + " does not authenticate", e);
        }
    }

    private static TamperedException tampered(EventId event, String what) {
        return new TamperedException("the envelope of event " + event + " " + what);
    }
}
