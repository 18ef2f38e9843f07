package org.lethe.transcript.capture;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageRecorded;
import org.lethe.eventlog.Commands;
import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.transcript.clients.Clients;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.Content;
import org.lethe.transcript.content.ConversationProblems;
import org.lethe.transcript.content.MessageContent;
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
import org.lethe.web.Utf8Bytes;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/// Takes single messages. The body is the only object that holds the text as sent; it is sealed here.
public final class MessagesEndpoint {
    public static final int MAX_TEXT_BYTES = 32 * 1024;
    public static final int MAX_AUTHOR_CHARACTERS = 256;
    public static final int MAX_MESSAGE_ID_CHARACTERS = 256;

    private final Clients clients;
    private final Conversations conversations;
    private final MessageIds messageIds;
    private final Content content;
    private final FirstRecorded firstRecorded;
    private final Commands commands;
    private final Moments moments;
    private final Scheduler blocking;

    MessagesEndpoint(Foundation foundation) {
        Keyring keyring = foundation.part(Keyring.class);
        this.clients = new Clients(foundation.log());
        this.conversations = new Conversations(foundation.log());
        this.messageIds = new MessageIds(keyring);
        this.content = new Content(keyring);
        this.commands = foundation.commands();
        this.moments = foundation.moments();
        this.firstRecorded = new FirstRecorded(foundation.log(), keyring);
        this.blocking = foundation.blocking();
    }

    record NewMessage(
            @Nullable @Chars(max = MAX_MESSAGE_ID_CHARACTERS, mayBeBlank = true)
            String messageId,

            Author from,

            @Nullable @Chars(max = MAX_AUTHOR_CHARACTERS, mayBeBlank = true)
            String author,

            @Utf8Bytes(max = MAX_TEXT_BYTES) String text,
            @Nullable Instant sentAt) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record Receipt(String messageId, long position, long logIndex) {}

    public Routes routes() {
        return new Routes()
                .postDeferred(
                        "/v1/clients/{client}/conversations/{conversation}/messages",
                        Arrival.saidIn(Terms.roles(Role.WRITER))
                                .repeats(Repeat.NATURAL)
                                .takes(NewMessage.class)
                                .answers(Receipt.class)
                                .answers(201, Receipt.class)
                                .orMinimal()
                                .refuses(
                                        ConversationProblems.CONVERSATION_CLOSED,
                                        ConversationProblems.MESSAGE_ID_REUSED,
                                        ConversationProblems.CONTENT_ERASED,
                                        ConversationProblems.CONTENT_EXPIRED,
                                        ConversationProblems.DUE_ON_ARRIVAL),
                        this::record);
    }

    private CompletionStage<Answer> record(ApiRequest request) {
        NewMessage message = request.body(NewMessage.class);
        Conversation conversation = conversations
                .get(clients.active(request.client()).id(), request.path("conversation", ConversationId::parse))
                .orElseErased();
        RecordMessage command = command(conversation, message, request);
        String id = message.messageId() == null
                ? command.message().event().message().toString()
                : message.messageId();
        return commands.sendWithDeadline(command).thenCompose(recording -> switch (recording) {
            case Recording.Recorded recorded -> CompletableFuture.completedFuture(answer(id, recorded));
            case Recording.RecordedBefore before
            when message.messageId() == null -> CompletableFuture.completedFuture(answer(id, before));
            case Recording.RecordedBefore before ->
                Mono.fromCallable(() -> {
                            firstRecorded.refuseOther(
                                    command.client(),
                                    command.message().event(),
                                    message.sentAt() != null,
                                    said(message));
                            return answer(id, before);
                        })
                        .subscribeOn(blocking)
                        .toFuture();
        });
    }

    private static MessageContent said(NewMessage message) {
        return new MessageContent(message.text(), message.author(), message.messageId());
    }

    private static Answer answer(String id, Recording recording) {
        Receipt receipt = new Receipt(
                id, recording.position().position(), recording.position().logIndex());
        return switch (recording) {
            case Recording.Recorded recorded -> Answer.created(receipt).orMinimal();
            case Recording.RecordedBefore before -> Answer.ok(receipt).orMinimal();
        };
    }

    private RecordMessage command(Conversation conversation, NewMessage message, ApiRequest request) {
        ClientId client = conversation.client();
        Instant sentAt = moments.given(message.sentAt(), "/sent_at");
        MessageId id = message.messageId() == null && request.onceId().isPresent()
                ? messageIds.of(conversation.id(), request.onceId().get())
                : messageIds.of(client, conversation.id(), message.messageId());
        MessageRecorded recorded = new MessageRecorded(
                conversation.id(), conversation.consumer(), id, message.from(), conversation.channel(), sentAt);
        return new RecordMessage(
                client,
                content.seal(client, conversation.consumer(), recorded, said(message)),
                Arrival.of(request),
                moments.now());
    }
}
