package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaddingTest {
    @Test
    void roundsUpToThirtyTwoBytesUpToOneKibibyte() {
        assertThat(Padding.paddedLength(0)).isEqualTo(32);
        assertThat(Padding.paddedLength(31)).isEqualTo(32);
        assertThat(Padding.paddedLength(32)).isEqualTo(64);
        assertThat(Padding.paddedLength(1023)).isEqualTo(1024);
    }

    // Padmé: 1025 = 2^10 + 1 keeps 4 bits after the first, so steps of 64; 100,000 keeps 5, so steps of 2048.
    @Test
    void roundsUpToPadmeAboveOneKibibyte() {
        assertThat(Padding.paddedLength(1024)).isEqualTo(1088);
        assertThat(Padding.paddedLength(99_999)).isEqualTo(100_352);
    }

    @Test
    void wastesLittleAndTakesBackWhatItAdded() {
        for (int length = 0; length < 70_000; length += 37) {
            byte[] text = new byte[length];
            byte[] padded = Padding.pad(text);
            assertThat(padded.length)
                    .isGreaterThan(length)
                    .isLessThanOrEqualTo(Math.max(length + 33, length * 112 / 100 + 64));
            assertThat(Padding.unpad(padded)).isEqualTo(text);
        }
    }

    @Test
    void findsNoTextWithoutAnEndMark() {
        assertThat(Padding.unpad(new byte[32])).isNull();
        assertThat(Padding.unpad(new byte[] {1, 0})).isNull();
    }
}
