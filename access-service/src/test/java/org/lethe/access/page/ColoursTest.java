package org.lethe.access.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ColoursTest {
    private static final int ROUNDS = 2_000;

    @Test
    void knowsTheContrastsOfTheStandard() {
        assertThat(Colours.contrast("#000000", "#ffffff")).isEqualTo(21.0);
        assertThat(Colours.contrast("#777777", "#ffffff")).isBetween(4.47, 4.49);
    }

    @Test
    void anyColourIsReadOnAndIsRead() {
        long seed = System.nanoTime();
        RandomGenerator random = new SplittableRandom(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String colour = "#%06x".formatted(random.nextInt(0x1000000));
            assertThat(Colours.contrast(Colours.on(colour), colour))
                    .as(colour + ", seed " + seed)
                    .isGreaterThanOrEqualTo(Colours.READABLE);
            for (String ground : new String[] {"#ffffff", "#f3f5f8", "#14181f", "#1d232c"}) {
                assertThat(Colours.contrast(Colours.readableOn(ground, colour), ground))
                        .as(colour + " on " + ground)
                        .isGreaterThanOrEqualTo(Colours.READABLE);
            }
        }
    }

    @Test
    void leavesAColourThatCanBeReadAsItIs() {
        assertThat(Colours.readableOn("#ffffff", "#1f4e9c")).isEqualTo("#1f4e9c");
        assertThat(Colours.readableOn("#ffffff", "#ffe600")).isNotEqualTo("#ffe600");
    }
}
