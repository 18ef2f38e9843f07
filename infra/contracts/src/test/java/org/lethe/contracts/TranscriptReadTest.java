package org.lethe.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TranscriptReadTest {
    private static final HoldId HOLD = HoldId.parse("019a0000-0000-7000-8000-000000000008");

    private static TranscriptRead first(String purpose) {
        String facts = "{\"conversation\":\"019a0000-0000-7000-8000-000000000003\",\"purpose\":\"" + purpose
                + "\",\"format\":\"text/plain\",\"messages\":12,\"by\":\"019a0000-0000-7000-8000-000000000004\"}";
        return (TranscriptRead)
                EventJson.read(new EventTypes.WireType("TranscriptRead", 1), facts.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theHoldOfTheFirstVersionIsAFieldOfItsOwn() {
        TranscriptRead read = first("legal-hold:" + HOLD);

        assertThat(read.purpose()).isEqualTo("legal-hold");
        assertThat(read.hold()).isEqualTo(HOLD);
        assertThat(read.messages()).isEqualTo(12);
    }

    @Test
    void everyOtherPurposeStaysAsItWasSaid() {
        for (String purpose : new String[] {"quality-review", "legal-hold", "legal-hold:", "legal-hold: of Tuesday"}) {
            assertThat(first(purpose).purpose()).isEqualTo(purpose);
            assertThat(first(purpose).hold()).isNull();
        }
    }
}
