package org.lethe.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventTypesTest {

    @Test
    void everyRecordOfAnEventIsThere() {
        assertThat(EventTypes.all())
                .hasSizeGreaterThan(20)
                .allMatch(Class::isRecord)
                .containsAll(EventTypes.content())
                .containsAll(EventTypes.kind(WordedEvent.class))
                .contains(TranscriptRead.class);
        assertThat(EventTypes.content()).contains(MessageRecorded.class, ConsumerIdentifiersLinked.class);
    }

    @Test
    void anEarlierVersionIsReadAsTheSameEvent() {
        assertThat(EventTypes.of(new EventTypes.WireType("TranscriptRead", 1))).isEqualTo(TranscriptRead.class);
        assertThatExceptionOfType(UnknownEventTypeException.class)
                .isThrownBy(() -> EventTypes.of(new EventTypes.WireType("TranscriptRead", 3)));
    }

    @Test
    void namesAKindByItsEvents() {
        assertThat(EventTypes.names(ConversationOpened.class, ContentEvent.OfConversation.class))
                .contains("ConversationOpened", "MessageRecorded", "VisitObserved")
                .doesNotContain("ConsumerIdentifiersLinked");
    }

    @Test
    void wireNamesAreDistinctAndLeadBack() {
        Set<EventTypes.WireType> wireTypes =
                EventTypes.all().stream().map(EventTypes::of).collect(Collectors.toSet());

        assertThat(wireTypes).hasSameSizeAs(EventTypes.all()).allSatisfy(type -> {
            assertThat(EventTypes.of(EventTypes.of(type))).isEqualTo(type);
            assertThat(type.name()).matches("[A-Z][A-Za-z]{2,63}");
            assertThat(type.version()).isBetween(1, (int) Short.MAX_VALUE);
        });
    }

    @Test
    void saysWhichTypeIsUnknown() {
        assertThatExceptionOfType(UnknownEventTypeException.class)
                .isThrownBy(() -> EventTypes.of(new EventTypes.WireType("MessageRecorded", 99)))
                .withMessageContaining("MessageRecorded version 99");
    }

    @Test
    void whatIsAbsentIsNotWritten() {
        Event event = new ConversationOpened(
                ConversationId.parse("019a0000-0000-7000-8000-000000000003"),
                ConsumerId.parse("019a0000-0000-7000-8000-000000000002"),
                new Channel("web"),
                Instant.EPOCH,
                null);

        assertThat(new String(EventJson.write(event), StandardCharsets.UTF_8))
                .isEqualTo("{\"conversation\":\"019a0000-0000-7000-8000-000000000003\","
                        + "\"consumer\":\"019a0000-0000-7000-8000-000000000002\","
                        + "\"channel\":\"web\",\"opened_at\":\"1970-01-01T00:00:00Z\"}");
    }
}
