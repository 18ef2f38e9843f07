package org.lethe.transcript.erasure;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ErasureOrdered;
import org.lethe.contracts.EventId;
import org.lethe.contracts.SealedWords;
import org.lethe.eventlog.Commands;
import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.transcript.consumers.Consumers;
import org.lethe.transcript.content.OperatorWords;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.conversations.Conversation;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Chars;
import org.lethe.web.Moments;
import org.lethe.web.Repeat;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Erases a consumer or one conversation at the word of a privacy officer. Asked again, it answers with the first
/// receipt.
final class ErasureEndpoint {
    static final int MAX_REASON_CHARACTERS = 500;
    private static final String OTHER = "other";
    private static final Set<String> REASONS =
            Set.of("consumer-request", "client-instruction", "legal-obligation", OTHER);

    private final Consumers consumers;
    private final Conversations conversations;
    private final SealedWords words;
    private final Commands commands;
    private final Erasures erasures;
    private final Moments moments;

    ErasureEndpoint(Foundation foundation, Erasures erasures) {
        Keyring keyring = foundation.part(Keyring.class);
        this.consumers = new Consumers(foundation);
        this.conversations = new Conversations(foundation.log());
        this.words = new OperatorWords(keyring, foundation.meters());
        this.commands = foundation.commands();
        this.erasures = erasures;
        this.moments = foundation.moments();
    }

    /// @param reason one of the codes, which stands in clear, or words, which are sealed
    record Erasure(@Chars(max = MAX_REASON_CHARACTERS) String reason) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record Erased(Receipt receipt) {}

    public Routes routes() {
        return new Routes()
                .post(
                        "/v1/clients/{client}/consumers/{consumer}/erase",
                        Terms.roles(Role.PRIVACY_OFFICER).repeats(Repeat.NATURAL).takes(Erasure.class).answers(Erased.class),
                        this::eraseConsumer)
                .post(
                        "/v1/clients/{client}/conversations/{conversation}/erase",
                        Terms.roles(Role.PRIVACY_OFFICER).repeats(Repeat.NATURAL).takes(Erasure.class).answers(Erased.class),
                        this::eraseConversation);
    }

    private Answer eraseConsumer(ApiRequest request) {
        Erasure erasure = request.body(Erasure.class);
        ConsumerId consumer = request.path("consumer", ConsumerId::parse);
        consumers.require(request.client(), consumer);
        return erase(request, consumer, null, erasure);
    }

    private Answer eraseConversation(ApiRequest request) {
        Erasure erasure = request.body(Erasure.class);
        Conversation conversation =
                conversations.get(request.client(), request.path("conversation", ConversationId::parse));
        Receipt receipt = conversation.erased();
        return receipt != null
                ? Answer.ok(new Erased(receipt))
                : erase(request, conversation.consumer(), conversation.id(), erasure);
    }

    private Answer erase(
            ApiRequest request, ConsumerId consumer, @Nullable ConversationId conversation, Erasure erasure) {
        ClientId client = request.client();
        boolean coded = REASONS.contains(erasure.reason());
        EventId event = EventId.random();
        Instant now = moments.now();
        OrderErasure.Ordered ordered = commands.sendAndWait(new OrderErasure(
                client,
                consumer,
                conversation,
                event,
                coded ? erasure.reason() : OTHER,
                coded ? null : words.seal(client, event, ErasureOrdered.class, Map.of("reason", erasure.reason()), now),
                request.caller().key().toString(),
                now));
        return Answer.ok(new Erased(erasures.carryOut(client, consumer, conversation, ordered.order())));
    }
}
