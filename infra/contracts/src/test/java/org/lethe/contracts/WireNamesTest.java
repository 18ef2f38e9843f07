package org.lethe.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class WireNamesTest {

    sealed interface Sound {}

    sealed interface Deeper extends Sound {}

    @WireName("Flat")
    record Flat() implements Sound {}

    @WireName(value = "Deep", version = 2, upcasters = Same.class)
    record Deep() implements Deeper {}

    static final class Same implements Upcaster {
        @Override
        public ObjectNode next(ObjectNode facts) {
            return facts;
        }
    }

    sealed interface Unnamed {}

    record Nameless() implements Unnamed {}

    sealed interface Twins {}

    @WireName("Twin")
    record First() implements Twins {}

    @WireName(value = "Twin", version = 2, upcasters = Same.class)
    record Second() implements Twins {}

    sealed interface Leaping {}

    @WireName(value = "Leap", version = 3, upcasters = Same.class)
    record Leap() implements Leaping {}

    @Test
    void goesThroughSealedKindsWithinTheFamily() {
        assertThat(WireNames.of(Sound.class))
                .extracting(WireNames.Named::wireType)
                .containsExactlyInAnyOrder(new EventTypes.WireType("Flat", 1), new EventTypes.WireType("Deep", 2));
        assertThat(WireNames.<Sound>records(Deeper.class)).isEqualTo(List.of(Deep.class));
    }

    @Test
    void refusesARecordWithoutAName() {
        assertThatIllegalStateException()
                .isThrownBy(() -> WireNames.of(Unnamed.class))
                .withMessage("Nameless has no @WireName");
    }

    @Test
    void refusesANameThatIsThereTwice() {
        assertThatIllegalStateException()
                .isThrownBy(() -> WireNames.of(Twins.class))
                .withMessage("2 events are called Twin");
    }

    @Test
    void refusesAVersionThatNoUpcasterLeadsTo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> WireNames.of(Leaping.class))
                .withMessageContaining("Leap is at version 3 and has 1 upcasters");
    }
}
