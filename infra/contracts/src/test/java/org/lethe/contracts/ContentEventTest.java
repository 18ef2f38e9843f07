package org.lethe.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContentEventTest {
    private static final Sealed ENVELOPE = new Sealed(new byte[61]);

    static List<Event> events() {
        return Golden.all().stream().map(Golden::read).toList();
    }

    static List<ContentEvent> content() {
        return events().stream()
                .filter(ContentEvent.class::isInstance)
                .map(ContentEvent.class::cast)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("events")
    void onlyContentAndWordsComeInAnEnvelope(Event event) {
        assertThatNoException().isThrownBy(LogEntry.of(ClientId.random(), event)::requireEnvelopeFits);
        LogEntry entry = new LogEntry(ClientId.random(), event, ENVELOPE);
        if (EventTypes.content().contains(event.getClass())
                || EventTypes.kind(WordedEvent.class).contains(event.getClass())) {
            assertThatNoException().isThrownBy(entry::requireEnvelopeFits);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(entry::requireEnvelopeFits)
                    .withMessage(event.getClass().getSimpleName() + " carries no envelope");
        }
    }

    @ParameterizedTest
    @MethodSource("content")
    void isFoundByTheTagOfItsKind(ContentEvent content) {
        EventTag tag = switch (content) {
            case ContentEvent.OfConversation of -> EventTag.of(EventTag.CONVERSATION, of.conversation());
            case ContentEvent.OfConsumer of -> EventTag.of(EventTag.CONSUMER, of.consumer());
        };

        assertThat(content.tags()).contains(tag);
    }

    @ParameterizedTest
    @MethodSource("content")
    void liesInTheBucketOfItsOwnDay(ContentEvent content) {
        assertThat(content.contentTime()).isEqualTo(Instant.parse("2026-11-20T22:00:00.123456Z"));
        assertThat(content.bucket().wireName())
                .isEqualTo(content.category().wireName() + "/" + content.channel() + "/2026-11-20");
    }
}
