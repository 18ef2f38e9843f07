package org.lethe.service.signing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PseudonymsTest {
    private final SigningKey key = SigningKey.of(SigningKey.generate());
    private final SigningKey other = SigningKey.of(SigningKey.generate());

    @Test
    void theSameStandsForTheSame() {
        assertThat(new Pseudonyms(key, "p").of("kim@example.com"))
                .hasSize(32)
                .isEqualTo(new Pseudonyms(key, "p").of("kim@example.com"));
    }

    @Test
    void anotherValuePurposeOrKeyGivesAnother() {
        byte[] one = new Pseudonyms(key, "p").of("kim@example.com");

        assertThat(new Pseudonyms(key, "p").of("ada@example.com")).isNotEqualTo(one);
        assertThat(new Pseudonyms(key, "q").of("kim@example.com")).isNotEqualTo(one);
        assertThat(new Pseudonyms(other, "p").of("kim@example.com")).isNotEqualTo(one);
    }
}
