package org.lethe.keyring;

import java.util.List;
import org.lethe.contracts.ClientId;

/// P of each client, minted on first use.
final class BlindIndexKeys {
    private final LeasedKeys keys;

    BlindIndexKeys(LeasedKeys keys) {
        this.keys = keys;
    }

    /// @throws KeyDestroyedException if it was destroyed, with the client's off-boarding
    byte[] of(ClientId client) {
        KeyName name = KeyName.blindIndexOf(client);
        HeldKey held = keys.findOrMint(List.of(name)).get(name);
        return switch (held) {
            case HeldKey.Live live -> live.bytes();
            case HeldKey.Dead dead -> throw new KeyDestroyedException(dead.tombstone());
            case null -> throw new UnknownKeyException("the key for blind indexes was minted and is not there");
        };
    }
}
