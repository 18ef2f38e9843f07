package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class BlindIndexTest {
    private static final UUID SCOPE = UUID.fromString("0199a1b2-c3d4-7abc-8def-0123456789ab");

    private final byte[] key = Gcm.randomKey();

    @Test
    void makesAnIdOfVersionEightBesideItsScope() {
        UUID id = BlindIndex.id(key, "message", SCOPE, "m-1");

        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(SCOPE.getMostSignificantBits() >>> 16);
    }

    @Test
    void makesTheSameIdAgainAndAnotherForAnythingElse() {
        UUID id = BlindIndex.id(key, "message", SCOPE, "m-1");

        assertThat(BlindIndex.id(key, "message", SCOPE, "m-1")).isEqualTo(id);
        assertThat(BlindIndex.id(key, "message", SCOPE, "m-2")).isNotEqualTo(id);
        assertThat(BlindIndex.id(key, "agent", SCOPE, "m-1")).isNotEqualTo(id);
        assertThat(BlindIndex.id(Gcm.randomKey(), "message", SCOPE, "m-1")).isNotEqualTo(id);
        assertThat(BlindIndex.id(key, "message", new UUID(SCOPE.getMostSignificantBits(), 7), "m-1"))
                .isNotEqualTo(id);
    }

    @Test
    void indexesByKindAndValue() {
        byte[] index = BlindIndex.of(key, Identifier.Kind.EXTERNAL_ID, "a@x.example");

        assertThat(index)
                .hasSize(16)
                .isEqualTo(BlindIndex.of(key, Identifier.Kind.EXTERNAL_ID, "a@x.example"))
                .isNotEqualTo(BlindIndex.of(key, Identifier.Kind.EMAIL, "a@x.example"));
    }
}
