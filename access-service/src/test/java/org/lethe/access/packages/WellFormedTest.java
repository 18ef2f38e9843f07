package org.lethe.access.packages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WellFormedTest {
    @ParameterizedTest
    @CsvSource({"a\uD800b, a?b", "\uDC00, ?", "a\uD83D, a?", "\uDC4B\uD83D, ??", "\uD83D\uD83D\uDC4B, ?\uD83D\uDC4B"})
    void aHalfOfAPairIsReplaced(String text, String expected) {
        assertThat(WellFormed.text(text)).isEqualTo(expected.replace('?', '\uFFFD'));
    }

    @Test
    void otherTextStaysAsItIs() {
        String text = "Grüße, שלום 👋\u0000";

        assertThat(WellFormed.text(text)).isSameAs(text);
    }
}
