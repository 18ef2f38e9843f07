package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final Tag ONE = new Tag("conversation", "1");
    private static final Tag TWO = new Tag("consumer", "2");
    private static final QualifiedName OPENED = new QualifiedName("Opened");

    @Test
    void noConditionForbidsNothing() {
        assertThat(Condition.of(AppendCondition.none()).isNone()).isTrue();
    }

    @Test
    void anyTagIsAnyEvent() {
        Condition condition = Condition.of(LogFixture.unless(EventCriteria.havingAnyTag(), 7));

        assertThat(condition.everything()).isTrue();
        assertThat(condition.marker()).isEqualTo(7);
    }

    @Test
    void aPairStandsForEachTagAndType() {
        Condition condition = Condition.of(LogFixture.unless(
                EventCriteria.either(
                        EventCriteria.havingTags(Set.of(ONE)).andBeingOneOfTypes(OPENED, new QualifiedName("Closed")),
                        EventCriteria.havingTags(Set.of(TWO))),
                3));

        assertThat(condition.pairs())
                .containsExactlyInAnyOrder(
                        TagHash.pair(TagHash.of(ONE), TagHash.ofType(OPENED)),
                        TagHash.pair(TagHash.of(ONE), TagHash.ofType(new QualifiedName("Closed"))),
                        TagHash.pair(TagHash.of(TWO), TagHash.ANY_TYPE));
        assertThat(condition.joint()).isEmpty();
    }

    @Test
    void anEventIsFoundUnderEveryPairThatACriterionMayAskFor() {
        assertThat(TagHash.pairs(OPENED, Set.of(ONE, TWO)))
                .contains(
                        TagHash.pair(TagHash.of(ONE), TagHash.ofType(OPENED)),
                        TagHash.pair(TagHash.of(ONE), TagHash.ANY_TYPE),
                        TagHash.pair(TagHash.of(TWO), TagHash.ofType(OPENED)),
                        TagHash.pair(TagHash.NO_TAG, TagHash.ofType(OPENED)));
    }

    @Test
    void severalTagsTogetherAreNoPair() {
        Condition condition = Condition.of(LogFixture.unless(EventCriteria.havingTags(Set.of(ONE, TWO)), 3));

        assertThat(condition.pairs()).isEmpty();
        assertThat(condition.joint()).hasSize(1);
    }
}
