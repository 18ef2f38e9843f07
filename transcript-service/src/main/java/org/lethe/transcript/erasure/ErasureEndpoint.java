package org.lethe.transcript.erasure;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.ErasureOrdered;
import org.lethe.contracts.EventId;
import org.lethe.contracts.SealedWords;
import org.lethe.eventlog.Commands;
import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.service.signing.SignedDocument;
import org.lethe.service.signing.SigningKey;
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
import org.lethe.web.StrictJson;
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
    private final SigningKey signingKey;

    ErasureEndpoint(Foundation foundation, Erasures erasures) {
        Keyring keyring = foundation.part(Keyring.class);
        this.consumers = new Consumers(foundation);
        this.conversations = new Conversations(foundation.log());
        this.words = new OperatorWords(keyring, foundation.meters());
        this.commands = foundation.commands();
        this.erasures = erasures;
        this.moments = foundation.moments();
        this.signingKey = foundation.part(SigningKey.class);
    }

    /// @param reason one of the codes, which stands in clear, or words, which are sealed
    record Erasure(@Chars(max = MAX_REASON_CHARACTERS) String reason) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// The receipt as it is signed: with whose it is.
    ///
    /// @param conversationId absent where the whole consumer was erased
    record SignedReceipt(
            ClientId clientId,
            ConsumerId consumerId,
            @Nullable ConversationId conversationId,
            Instant erasedAt,
            @Nullable Instant irrecoverableAt,
            List<DestroyedKey> keys,
            @Nullable List<Receipt.Held> held,
            long position,
            long logIndex) {}

    /// @param statement the receipt with whose it is; the signature is over its bytes
    record Erased(Receipt receipt, SignedReceipt statement, SignedDocument.Signature signature) {}

    public Routes routes() {
        return new Routes()
                .post(
                        "/v1/clients/{client}/consumers/{consumer}/erase",
                        Terms.roles(Role.PRIVACY_OFFICER)
                                .repeats(Repeat.NATURAL)
                                .takes(Erasure.class)
                                .answers(Erased.class),
                        this::eraseConsumer)
                .post(
                        "/v1/clients/{client}/conversations/{conversation}/erase",
                        Terms.roles(Role.PRIVACY_OFFICER)
                                .repeats(Repeat.NATURAL)
                                .takes(Erasure.class)
                                .answers(Erased.class),
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
                ? signed(request.client(), conversation.consumer(), conversation.id(), receipt)
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
        return signed(
                client, consumer, conversation, erasures.carryOut(client, consumer, conversation, ordered.order()));
    }

    private Answer signed(
            ClientId client, ConsumerId consumer, @Nullable ConversationId conversation, Receipt receipt) {
        SignedReceipt statement = new SignedReceipt(
                client,
                consumer,
                conversation,
                receipt.erasedAt(),
                receipt.irrecoverableAt(),
                receipt.keys(),
                receipt.held(),
                receipt.position(),
                receipt.logIndex());
        String signed =
                new String(SignedDocument.of("statement", statement, signingKey).json(), StandardCharsets.UTF_8);
        String shown = new String(StrictJson.write(receipt), StandardCharsets.UTF_8);
        return Answer.bytes(
                "application/json",
                ("{\"receipt\":" + shown + "," + signed.substring(1)).getBytes(StandardCharsets.UTF_8));
    }
}
