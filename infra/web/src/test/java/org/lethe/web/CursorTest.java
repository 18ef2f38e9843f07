package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CursorTest {

    @Test
    void comesBackAsItWas() {
        Instant time = Instant.parse("2026-01-31T12:00:00.123456Z");
        UUID id = UUID.randomUUID();

        Cursor cursor = Cursor.decode(Cursor.of(7L, time, id).encoded());

        assertThat(cursor.number(0)).isEqualTo(7);
        assertThat(cursor.instant(1)).isEqualTo(time);
        assertThat(cursor.uuid(2)).isEqualTo(id);
    }

    @Test
    void refusesWhatIsNotOurs() {
        for (String text : new String[] {"!", "", "bm9uZQ", "bg", "x".repeat(10_000)}) {
            assertThatThrownBy(() -> Cursor.decode(text).number(0)).isInstanceOf(InvalidParameterException.class);
        }
        Cursor other = Cursor.of(7L);
        assertThatThrownBy(() -> other.uuid(0)).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> other.instant(0)).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> other.number(1)).isInstanceOf(InvalidParameterException.class);
    }
}
