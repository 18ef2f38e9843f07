package org.lethe.keyring;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// AES-256-GCM of the JDK with a stock of random bytes, borrowed by one thread at a time.
/// A thread-local would be made anew for every virtual thread; a slot outlives them. A key that lives in a
/// device is used there, by a cipher of that device.
final class Gcm implements AutoCloseable {
    static final int NONCE_BYTES = 12; // NIST SP 800-38D, 8.2.2
    static final int TAG_BYTES = 16; // NIST SP 800-38D, 5.2.1.2

    static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private static final int SLOTS = 64; // more than the processors that seal at one time
    private static final int STOCK_BYTES = 64 * NONCE_BYTES; // one lock and one system call for 64 nonces
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AtomicReferenceArray<Gcm> IDLE = new AtomicReferenceArray<>(SLOTS);

    private final Cipher cipher;
    private final byte[] stock = new byte[STOCK_BYTES];
    private int used = STOCK_BYTES;

    private Gcm() throws GeneralSecurityException {
        cipher = Cipher.getInstance(TRANSFORMATION);
    }

    static Gcm borrow() {
        Gcm idle = IDLE.getAndSet(slot(), null);
        try {
            return idle == null ? new Gcm() : idle;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-GCM", e);
        }
    }

    static byte[] randomKey() {
        byte[] key = new byte[Wrapping.KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    byte[] nonce() {
        if (used == STOCK_BYTES) {
            RANDOM.nextBytes(stock);
            used = 0;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(stock, used, nonce, 0, NONCE_BYTES);
        used += NONCE_BYTES;
        return nonce;
    }

    /// Encrypts `text` into `out` at `offset`, the tag last.
    void encrypt(SecretKey key, byte[] nonce, byte[] aad, byte[] text, byte[] out, int offset) {
        if (key instanceof DeviceKey device) {
            device.encrypt(nonce, aad, text, out, offset);
            return;
        }
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters(nonce));
            cipher.updateAAD(aad);
            cipher.doFinal(text, 0, text.length, out, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused to encrypt " + text.length + " bytes", e);
        }
    }

    /// @throws AEADBadTagException if the key, the nonce, the associated data or the ciphertext is another
    byte[] decrypt(SecretKey key, byte[] nonce, byte[] aad, byte[] sealed, int offset) throws AEADBadTagException {
        if (key instanceof DeviceKey device) {
            return device.decrypt(nonce, aad, sealed, offset);
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, parameters(nonce));
            cipher.updateAAD(aad);
            return cipher.doFinal(sealed, offset, sealed.length - offset);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused to decrypt " + sealed.length + " bytes", e);
        }
    }

    static GCMParameterSpec parameters(byte[] nonce) {
        return new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce);
    }

    @Override
    public void close() {
        IDLE.set(slot(), this);
    }

    private static int slot() {
        return (int) (Thread.currentThread().threadId() & (SLOTS - 1));
    }
}
