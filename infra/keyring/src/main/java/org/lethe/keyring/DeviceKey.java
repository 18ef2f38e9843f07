package org.lethe.keyring;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.ProviderException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/// A handle to a key that never leaves its device, and the provider that reaches it.
record DeviceKey(SecretKey handle, Provider provider) implements SecretKey {
    @Override
    public String getAlgorithm() {
        return handle.getAlgorithm();
    }

    // The device gives neither.
    @Override
    @SuppressWarnings("NullAway") // the interface answers null for a key without an encoding
    public String getFormat() {
        return null;
    }

    @Override
    @SuppressWarnings("NullAway") // see above
    public byte[] getEncoded() {
        return null;
    }

    /// Encrypts `text` into `out` at `offset`, the tag last.
    ///
    /// @throws KeyringUnavailableException if the device can't be reached, or does not have the key any more
    void encrypt(byte[] nonce, byte[] aad, byte[] text, byte[] out, int offset) {
        try {
            Cipher cipher = Cipher.getInstance(Gcm.TRANSFORMATION, provider);
            cipher.init(Cipher.ENCRYPT_MODE, handle, Gcm.parameters(nonce));
            cipher.updateAAD(aad);
            cipher.doFinal(text, 0, text.length, out, offset);
        } catch (GeneralSecurityException | ProviderException e) {
            throw new KeyringUnavailableException("the root keys' device refused to encrypt", e);
        }
    }

    /// @throws AEADBadTagException if the key, the nonce, the associated data or the ciphertext is another
    /// @throws KeyringUnavailableException if the device can't be reached, or does not have the key any more
    byte[] decrypt(byte[] nonce, byte[] aad, byte[] sealed, int offset) throws AEADBadTagException {
        try {
            Cipher cipher = Cipher.getInstance(Gcm.TRANSFORMATION, provider);
            cipher.init(Cipher.DECRYPT_MODE, handle, Gcm.parameters(nonce));
            cipher.updateAAD(aad);
            return cipher.doFinal(sealed, offset, sealed.length - offset);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException | ProviderException e) {
            throw new KeyringUnavailableException("the root keys' device refused to decrypt", e);
        }
    }

    @Override
    public String toString() {
        return "DeviceKey[REDACTED]";
    }
}
