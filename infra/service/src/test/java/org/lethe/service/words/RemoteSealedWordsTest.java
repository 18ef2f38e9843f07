package org.lethe.service.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.Sealed;

class RemoteSealedWordsTest {
    private static final ClientId CLIENT = ClientId.random();
    private static final String TOKEN = "lth_not-to-be-seen";

    private final Deque<String> answers = new ConcurrentLinkedDeque<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /// The next answer: a status, and a body if there is one. Without a next one it stays silent.
    private void answer(HttpExchange exchange) {
        try {
            exchange.getRequestBody().readAllBytes();
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization").equals("Bearer " + TOKEN));
            String next = answers.poll();
            if (next != null) {
                byte[] body = next.substring(3).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(
                        Integer.parseInt(next.substring(0, 3)), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Sealed seal(Duration deadline) {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (RemoteSealedWords words = new RemoteSealedWords(base, new ServiceToken(TOKEN), deadline)) {
            return words.seal(CLIENT, EventId.random(), LegalHoldPlaced.class, Map.of("matter", "Ada"), Instant.EPOCH);
        }
    }

    @Test
    void asksABusyServerOnceMore() {
        answers.addAll(List.of("503", "200{\"sealed\":\"AQID\",\"new\":1}"));

        assertThat(seal(Duration.ofMinutes(1)).bytes()).containsExactly(1, 2, 3);
        assertThat(asked)
                .containsExactly(
                        "/v1/clients/" + CLIENT + "/words/seal true", "/v1/clients/" + CLIENT + "/words/seal true");
    }

    @Test
    void givesUpOnOneThatStaysBusy() {
        answers.addAll(List.of("503", "503", "200{\"sealed\":\"AQID\"}"));

        assertThatExceptionOfType(SealedWordsUnavailableException.class).isThrownBy(() -> seal(Duration.ofMinutes(1)));
        assertThat(asked).hasSize(2);
    }

    @Test
    void waitsNoLongerThanItsDeadline() {
        assertThatExceptionOfType(SealedWordsUnavailableException.class)
                .isThrownBy(() -> seal(Duration.ofMillis(300)))
                .withMessageContaining("PT0.3S");
    }

    @Test
    void tellsAServerThatIsGoneFromOneThatRefuses() {
        answers.add("403");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> seal(Duration.ofMinutes(1)))
                .withMessageContaining("403")
                .withMessageNotContaining(TOKEN);

        server.stop(0);
        assertThatExceptionOfType(SealedWordsUnavailableException.class).isThrownBy(() -> seal(Duration.ofMinutes(1)));
    }

    @Test
    void printsNeitherWordsNorTokens() {
        Map<String, String> words = Map.of("matter", "Ada");
        WordsToSeal toSeal =
                new WordsToSeal(EventId.random(), WordedType.of(LegalHoldPlaced.class), words, Instant.EPOCH);

        assertThat(List.of(toSeal, new OpenedWords(words), new ServiceToken(TOKEN)))
                .extracting(Object::toString)
                .containsOnly("[REDACTED]");
    }
}
