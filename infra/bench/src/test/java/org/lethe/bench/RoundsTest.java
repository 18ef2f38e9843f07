package org.lethe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class RoundsTest {

    @Test
    void isWarmWhenTwoStretchesBroughtHardlyMore() throws Exception {
        assertThat(stretches(100, 200, 204, 190, 500)).isEqualTo(4);
    }

    @Test
    void goesOnAfterAPause() throws Exception {
        assertThat(stretches(100, 100, 150, 151, 152, 900)).isEqualTo(5);
    }

    @Test
    void endsThoughItGetsFasterForEver() throws Exception {
        assertThat(stretches(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096))
                .isEqualTo(12);
    }

    private static int stretches(double... rates) throws Exception {
        Iterator<Double> next = Arrays.stream(rates).boxed().iterator();
        return Rounds.warmUp(next::next);
    }
}
