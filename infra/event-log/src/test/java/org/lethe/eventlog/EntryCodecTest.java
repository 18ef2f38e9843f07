package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.EventJson;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.Sealed;

class EntryCodecTest {
    private static final ClientId CLIENT = ClientId.random();
    private static final LogEntry ODD =
            new LogEntry(CLIENT, new ClientOffboarded(CLIENT, "somebody"), new Sealed(new byte[61]));

    private final EntryCodec codec = new EntryCodec();

    @Test
    void appendsNoEnvelopeWithAnEventThatCarriesNone() {
        GenericEventMessage message =
                new GenericEventMessage("id", new MessageType("ClientOffboarded", "1"), ODD, Map.of(), Instant.EPOCH);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(message))
                .withMessage("ClientOffboarded carries no envelope");
    }

    @Test
    void readsSuchAnEventWhereALogHoldsOne() {
        StoredEvent stored = new StoredEvent(
                1,
                CLIENT.value(),
                0,
                UUID.randomUUID(),
                "ClientOffboarded",
                1,
                0,
                List.of(),
                EventJson.write(ODD.event()),
                new byte[61],
                null);

        assertThat(codec.decode(stored).payload()).isEqualTo(ODD);
    }
}
