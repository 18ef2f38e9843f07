package org.lethe.transcript.amendments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lethe.transcript.amendments.Spans.MARK;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lethe.service.subjects.MessageAmendments.Span;
import org.lethe.web.InvalidBodyException;

class SpansTest {

    @Test
    void takesAPieceOutOfTheMiddle() {
        assertThat(Spans.without("card 4111 1111, thanks", List.of(new Span(5, 14))))
                .isEqualTo("card " + MARK + ", thanks");
    }

    @Test
    void countsCodePointsAndNotHalves() {
        assertThat(Spans.without("😀😀 4111", List.of(new Span(3, 7)))).isEqualTo("😀😀 " + MARK);
    }

    @Test
    void joinsWhatOverlapsOrTouches() {
        assertThat(Spans.without("abcdef", List.of(new Span(3, 5), new Span(1, 4), new Span(0, 1))))
                .isEqualTo(MARK + "f");
    }

    @Test
    void showsNotHowLongAPieceWas() {
        assertThat(Spans.without("a1b", List.of(new Span(1, 2))))
                .isEqualTo(Spans.without("a123456b", List.of(new Span(1, 7))));
    }

    @ParameterizedTest
    @CsvSource({"-1,2", "0,7", "3,3", "4,2", "2147483647,-2147483648"})
    void refusesWhatIsNotWithinTheText(int from, int to) {
        assertThatThrownBy(() -> Spans.without("abcdef", List.of(new Span(0, 1), new Span(from, to))))
                .isInstanceOfSatisfying(
                        InvalidBodyException.class,
                        refused -> assertThat(refused.errors().getFirst().pointer())
                                .isEqualTo("/spans/1"));
    }
}
