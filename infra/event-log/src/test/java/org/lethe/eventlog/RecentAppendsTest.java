package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentAppendsTest {

    @Test
    void remembersTheLastPositionOfEachPair() {
        RecentAppends recent = new RecentAppends(100, 10);

        recent.record(new long[] {1, 2}, 11);
        recent.record(new long[] {2}, 12);

        assertThat(recent.lastPosition(1)).isEqualTo(11);
        assertThat(recent.lastPosition(2)).isEqualTo(12);
        assertThat(recent.lastPosition(3)).isEqualTo(RecentAppends.NEVER);
        assertThat(recent.horizon()).isEqualTo(10);
    }

    @Test
    void forgetsTheOlderGenerationAndSaysSoByItsHorizon() {
        // given generations of two entries
        RecentAppends recent = new RecentAppends(2, 0);

        // when
        for (long position = 1; position <= 6; position++) {
            recent.record(new long[] {position}, position);
        }

        // then 1 and 2 are gone, 3 to 6 are here
        assertThat(recent.horizon()).isEqualTo(2);
        assertThat(recent.lastPosition(2)).isEqualTo(RecentAppends.NEVER);
        for (long pair = 3; pair <= 6; pair++) {
            assertThat(recent.lastPosition(pair)).isEqualTo(pair);
        }
    }

    @Test
    void everythingAboveTheHorizonIsKnownAtEveryStep() {
        RecentAppends recent = new RecentAppends(5, 0);

        for (long position = 1; position <= 1_000; position++) {
            recent.record(new long[] {position, -position, position % 7}, position);
            for (long after = recent.horizon() + 1; after <= position; after++) {
                assertThat(recent.lastPosition(after)).isGreaterThanOrEqualTo(after);
            }
        }
        assertThat(recent.horizon()).isGreaterThan(990);
    }
}
