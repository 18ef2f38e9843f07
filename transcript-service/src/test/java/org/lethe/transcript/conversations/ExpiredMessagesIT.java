package org.lethe.transcript.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RunId;
import org.lethe.eventlog.Command;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.transcript.TranscriptServer;
import org.lethe.transcript.TranscriptServer.Brand;
import org.lethe.transcript.conversations.ExpiredMessages.Expired;

class ExpiredMessagesIT {
    private static final Channel WEB = new Channel("web");
    private static TranscriptServer server;

    /// As retention orders it.
    private record Expire(ClientId client, Bucket bucket) implements Command<Boolean> {}

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        server.commands.handle(Expire.class, (command, decision) -> {
            decision.append(
                    EventId.random(),
                    LogEntry.of(
                            command.client(),
                            new ExpiryOrdered(
                                    RunId.random(), command.client(), 1, List.of(command.bucket()), false, "test")),
                    server.clock.instant());
            return true;
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// What is said in the tenth of a second before its key goes is counted a tenth of a second later: it is waited
    /// for.
    private static void expire(Brand brand, String day) {
        awaitRow("transcript.content", brand, day);
        server.commands.sendAndWait(
                new Expire(ClientId.parse(brand.id), new Bucket(Category.MESSAGES, WEB, LocalDate.parse(day))));
        awaitRow("transcript.expired_bucket", brand, day);
    }

    private static void awaitRow(String table, Brand brand, String day) {
        String row = "SELECT day FROM " + table + " WHERE category = 'messages' AND client_id = '" + brand.id
                + "' AND day = '" + day + "'";
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !server.rows(row).isEmpty());
    }

    private static String conversation(Brand brand, String token, String openedAt) {
        return brand.path + "/conversations/"
                + server.post(
                                brand.path + "/conversations",
                                token,
                                "{\"channel\":\"web\",\"consumer\":{\"email\":\"kim@example.com\"},\"opened_at\":\""
                                        + openedAt + "\"}")
                        .is(201)
                        .text("conversation_id");
    }

    private static void say(String conversation, String token, String at) {
        server.post(
                        conversation + "/messages",
                        token,
                        "{\"from\":\"consumer\",\"text\":\"hello\",\"sent_at\":\"" + at + "\"}")
                .is(201);
    }

    /// An agent's export brings what was said long before the conversation was opened with us, and after its end.
    @Test
    void whatWasSaidFarOutsideOfItsConversationHasExpiredToo() {
        // given
        Brand brand = server.brand("Long ago");
        String token = brand.all();
        String conversation = conversation(brand, token, "2026-11-20T09:00:00Z");
        say(conversation, token, "2026-11-02T09:00:00Z");
        say(conversation, token, "2026-11-03T09:00:00Z");

        // when
        expire(brand, "2026-11-02");

        // then
        Reply shown = server.get(conversation, token).is(200);
        assertThat(shown.json().path("expired_messages").asInt()).isEqualTo(1);
        assertThat(shown.text("status")).isEqualTo("open");

        // when
        expire(brand, "2026-11-03");

        // then
        Reply listed = server.get(brand.path + "/conversations", token).is(200);
        assertThat(listed.json().at("/items/0/expired_messages").asInt()).isEqualTo(2);
        assertThat(listed.json().at("/items/0/status").asString()).isEqualTo("expired");
        assertThat(listed.json().at("/items/0/expiry/keys/0/fingerprint").asString())
                .matches("[0-9a-f]{64}");
    }

    @Test
    void aNewMessageIsTheOneThatIsLeft() {
        Brand brand = server.brand("Goes on");
        String token = brand.all();
        String conversation = conversation(brand, token, "2026-11-04T09:00:00Z");
        say(conversation, token, "2026-11-04T09:00:00Z");
        expire(brand, "2026-11-04");
        assertThat(server.get(conversation, token).text("status")).isEqualTo("expired");

        say(conversation, token, "2026-11-20T09:00:00Z");

        assertThat(server.get(conversation, token).text("status")).isEqualTo("open");
    }

    @Test
    void aPageCostsWhatOneConversationDoesAndReadsNothingThatIsSealed() throws SQLException {
        // given
        Brand brand = server.brand("Much");
        String token = brand.all();
        List<ConversationId> conversations = new ArrayList<>();
        for (int day = 5; day < 15; day++) {
            String at = "2026-11-%02dT09:00:00Z".formatted(day);
            String conversation = conversation(brand, token, at);
            say(conversation, token, at);
            expire(brand, at.substring(0, 10));
            conversations.add(ConversationId.parse(conversation.substring(conversation.lastIndexOf('/') + 1)));
        }
        List<String> statements = new ArrayList<>();
        ExpiredMessages expired = new ExpiredMessages(listening(server.dataSource, statements), _ -> true);
        Awaitility.await()
                .untilAsserted(() -> assertThat(expired.of(conversations)).hasSize(conversations.size()));

        // when
        statements.clear();
        expired.of(conversations.subList(0, 1));
        List<String> ofOne = List.copyOf(statements);
        statements.clear();
        Map<ConversationId, Expired> ofAll = expired.of(conversations);

        // then
        assertThat(ofAll.values())
                .hasSameSizeAs(conversations)
                .allSatisfy(one -> assertThat(one.whole()).isTrue());
        assertThat(statements).isNotEmpty().isEqualTo(ofOne).noneMatch(sql -> sql.contains("event_log"));
    }

    private static DataSource listening(DataSource dataSource, List<String> statements) {
        return proxy(
                DataSource.class,
                dataSource,
                (method, result, arguments) -> result instanceof Connection connection
                        ? proxy(Connection.class, connection, (name, made, given) -> {
                            if (name.startsWith("prepare")) {
                                statements.add((String) given[0]);
                            }
                            return made;
                        })
                        : result);
    }

    private interface Heard {
        Object answer(String method, Object result, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, T target, Heard heard) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    try {
                        return heard.answer(method.getName(), method.invoke(target, arguments), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
