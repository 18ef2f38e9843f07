package org.lethe.service.words;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.ForeignWordsException;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.contracts.WordedEvent;
import org.lethe.web.NotFoundException;
import org.lethe.web.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks transcript-service by HTTP, for a service that runs apart. Blocks, and never beyond its deadline. A 503 is
/// asked again once: neither sealing nor opening changes anything.
///
/// Both throw [SealedWordsUnavailableException] without an answer in time, and [NotFoundException] for a client that is
/// not there.
public final class RemoteSealedWords implements SealedWords, AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http;
    private final String base;
    private final ServiceToken token;
    private final Duration deadline;

    /// @param base such as `https://transcripts.example.com`, without `/v1`
    /// @param deadline for each call, a second attempt included
    public RemoteSealedWords(URI base, ServiceToken token, Duration deadline) {
        this.http = HttpClient.newBuilder().connectTimeout(deadline).build();
        this.base = base.toString().replaceFirst("/$", "");
        this.token = token;
        this.deadline = deadline;
    }

    /// @throws ClientErasedException if the client's keys are gone
    @Override
    public Sealed seal(
            ClientId client, EventId event, Class<? extends WordedEvent> type, Map<String, String> words, Instant at) {
        JsonNode answer = ask(client, "seal", new WordsToSeal(event, WordedType.of(type), words, at));
        return new Sealed(Base64.getDecoder().decode(answer.required("sealed").asString()));
    }

    @Override
    public Map<String, String> open(
            ClientId client, EventId event, Class<? extends WordedEvent> type, Sealed sealed, Instant recordedAt) {
        String envelope = Base64.getEncoder().encodeToString(sealed.bytes());
        JsonNode answer = ask(client, "open", new WordsToOpen(event, WordedType.of(type), envelope, recordedAt));
        Map<String, String> words = new LinkedHashMap<>();
        answer.required("words")
                .properties()
                .forEach(word -> words.put(word.getKey(), word.getValue().asString()));
        return words;
    }

    private JsonNode ask(ClientId client, String what, Object body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/v1/clients/" + client + "/words/" + what))
                .header("Authorization", token.bearer())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(StrictJson.write(body)))
                .build();
        long until = System.nanoTime() + deadline.toNanos();
        HttpResponse<byte[]> answer = send(request, until);
        if (answer.statusCode() == 503) {
            answer = send(request, until);
        }
        return switch (answer.statusCode()) {
            case 200 -> JSON.readTree(answer.body());
            case 400 -> throw refused(answer);
            case 404 -> throw new NotFoundException();
            case 410 -> throw new ClientErasedException();
            case 503 ->
                throw new SealedWordsUnavailableException("words can't be sealed or opened at the moment", null);
            case 401, 403 ->
                throw new IllegalStateException("asked to " + what + " words, " + base + " answered "
                        + answer.statusCode() + "; the API key needs the role service");
            default ->
                throw new IllegalStateException(
                        "asked to " + what + " words, " + base + " answered " + answer.statusCode());
        };
    }

    /// @param until of [System#nanoTime]
    private HttpResponse<byte[]> send(HttpRequest request, long until) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new SealedWordsUnavailableException("no answer within " + deadline, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new SealedWordsUnavailableException("interrupted while waiting", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                throw new SealedWordsUnavailableException("no connection to " + base, e);
            }
            throw new IllegalStateException("could not ask " + base, e);
        }
    }

    private static RuntimeException refused(HttpResponse<byte[]> answer) {
        List<String> pointers = JSON.readTree(answer.body())
                .path("errors")
                .valueStream()
                .map(error -> error.path("pointer").asString(""))
                .toList();
        return pointers.equals(List.of("/sealed"))
                ? new ForeignWordsException("the envelope can't be opened", null)
                : new IllegalArgumentException("refused at " + pointers);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
