package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.KeyKind;

class KeyImportIT {
    private final HikariDataSource pool = KeyringFixture.newDataSource();
    private final KeyringFixture fixture = new KeyringFixture(pool);
    private final Keyring keyring = fixture.keyring();
    private final String consumer = ConsumerId.random().toString();
    private final byte[] key = Gcm.randomKey();

    @AfterEach
    void close() {
        fixture.close();
        pool.close();
    }

    @Test
    void storesTheBytesUnderTheName() {
        keyring.insecureImport(fixture.client, KeyKind.CONSUMER, consumer, key);

        assertThat(keyring.destruction(fixture.client, KeyKind.CONSUMER, consumer)
                        .key()
                        .fingerprint())
                .isEqualTo(Wrapping.fingerprint(key));
    }

    @Test
    void movesBlindIdsToAnotherDeployment() {
        ClientId client = ClientId.random();
        UUID scope = UUID.randomUUID();

        keyring.insecureImport(client, KeyKind.BLIND_INDEX, client.toString(), key);

        assertThat(keyring.blindId(client, "message", scope, "m-1"))
                .isEqualTo(BlindIndex.id(key, "message", scope, "m-1"));
    }

    @Test
    void refusesADestroyedKeysBytesUnderAnyName() throws Exception {
        keyring.insecureImport(fixture.client, KeyKind.CONSUMER, consumer, key);
        Tombstone tombstone = fixture.destroy(keyring, KeyKind.CONSUMER, consumer);

        for (String name : new String[] {consumer, ConsumerId.random().toString()}) {
            assertThatExceptionOfType(KeyDestroyedException.class)
                    .isThrownBy(() -> keyring.insecureImport(fixture.client, KeyKind.CONSUMER, name, key))
                    .satisfies(e -> assertThat(e.tombstone()).isEqualTo(tombstone));
        }
        assertThatExceptionOfType(KeyDestroyedException.class)
                .isThrownBy(() -> keyring.insecureImport(
                        fixture.client,
                        KeyKind.CONVERSATION,
                        ConsumerId.random().toString(),
                        key));
    }

    @Test
    void refusesANameThatHasOrHadAKey() throws Exception {
        keyring.insecureImport(fixture.client, KeyKind.CONSUMER, consumer, key);
        String gone = ConsumerId.random().toString();
        fixture.destroy(keyring, KeyKind.CONSUMER, gone);

        assertThatExceptionOfType(KeyAlreadyThereException.class)
                .isThrownBy(() -> keyring.insecureImport(fixture.client, KeyKind.CONSUMER, consumer, Gcm.randomKey()));
        assertThatExceptionOfType(KeyDestroyedException.class)
                .isThrownBy(() -> keyring.insecureImport(fixture.client, KeyKind.CONSUMER, gone, Gcm.randomKey()));
    }

    @Test
    void refusesAnImportUnderADestroyedClientKey() throws Exception {
        String shard = Integer.toString(new KeyName(fixture.client, KeyKind.CONSUMER, consumer).shard());
        fixture.destroy(keyring, KeyKind.CLIENT, shard);

        assertThatExceptionOfType(KeyDestroyedException.class)
                .isThrownBy(() -> keyring.insecureImport(fixture.client, KeyKind.CONSUMER, consumer, key));
    }

    @Test
    void takesNoKeyThatWrapsOthersAndNoOtherLength() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> keyring.insecureImport(fixture.client, KeyKind.CLIENT, "7", key));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> keyring.insecureImport(fixture.client, KeyKind.CONSUMER, consumer, new byte[31]));
    }
}
