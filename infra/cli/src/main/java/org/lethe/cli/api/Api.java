package org.lethe.cli.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.terminal.RefusedException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls the API of a running Lethe.
public final class Api implements AutoCloseable {
    public static final JsonMapper JSON = JsonMapper.shared();

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration LONG_WORK = Duration.ofMinutes(10);
    private static final String NDJSON = "application/x-ndjson";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI url;
    private final String token;

    public Api(URI url, String token) {
        this.url = url;
        this.token = token;
    }

    /// What came back.
    ///
    /// @param etag with its quotes; null where the answer has none
    public record Answer(int status, String body, @Nullable String etag) {
        public Answer(int status, String body) {
            this(status, body, null);
        }

        public JsonNode json() {
            return JSON.readTree(body);
        }

        /// @throws RefusedException with the problem's own words if the status is none of success
        public Answer orRefuse(String what) {
            if (status >= 200 && status < 300) {
                return this;
            }
            throw new RefusedException(what + ": " + problem());
        }

        /// What a problem document says: a line, and one for each place that it complains about.
        public String problem() {
            try {
                JsonNode problem = json();
                String detail = problem.path("detail").asString("");
                StringBuilder said = new StringBuilder(problem.path("title").asString("status " + status));
                said.append(detail.isEmpty() ? "" : ": " + detail);
                for (JsonNode error : problem.path("errors")) {
                    said.append(System.lineSeparator())
                            .append("  ")
                            .append(error.path("pointer").asString(""))
                            .append(": ")
                            .append(error.path("detail").asString(""));
                }
                return said.toString();
            } catch (JacksonException e) {
                return "status " + status;
            }
        }
    }

    public Answer get(String path) {
        return get(path, "application/json");
    }

    /// @param accept media type of the answer
    public Answer get(String path, String accept) {
        return answer(reading(path, accept));
    }

    /// Reads content for a purpose, which stands in the log.
    public Answer read(String path, String accept, String purpose) {
        return answer(reading(path, accept).setHeader("Lethe-Purpose", purpose));
    }

    /// The items of a list, of all its pages.
    ///
    /// @param what is said if it can't be had
    public List<JsonNode> all(String path, String what) {
        List<JsonNode> items = new ArrayList<>();
        String page = path;
        while (page != null) {
            JsonNode answer = get(page).orRefuse(what).json();
            answer.path("items").forEach(items::add);
            page = answer.path("next").asStringOpt().orElse(null);
        }
        return items;
    }

    /// What is no text, such as a PDF.
    ///
    /// @throws RefusedException if the status is none of success
    public byte[] bytes(String path, String accept, String what) {
        HttpResponse<byte[]> response = send(reading(path, accept), BodyHandlers.ofByteArray());
        new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8)).orRefuse(what);
        return response.body();
    }

    /// What is large and no text, read while it comes.
    ///
    /// @throws RefusedException if the status is none of success; nothing was read then
    public void download(String path, String accept, String what, Consumer<InputStream> reader) {
        HttpResponse<InputStream> response =
                send(reading(path, accept).timeout(LONG_WORK), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                new Answer(response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8))
                        .orRefuse(what);
            }
            reader.accept(body);
        } catch (IOException e) {
            throw new RefusedException(what + ": " + url + " broke off its answer", e);
        }
    }

    public Answer post(String path, Object body) {
        return answer(request(path).header("Content-Type", "application/json").POST(json(body)));
    }

    /// Orders something that takes its time; there is nothing to say but that.
    public Answer postForLong(String path) {
        return answer(request(path).timeout(LONG_WORK).POST(BodyPublishers.noBody()));
    }

    /// @param ifMatch the ETag of the state that this replaces
    public Answer put(String path, Object body, String ifMatch) {
        return answer(request(path)
                .header("Content-Type", "application/json")
                .header("If-Match", ifMatch)
                .PUT(json(body)));
    }

    public Answer delete(String path) {
        return answer(request(path).DELETE());
    }

    public Answer delete(String path, String ifMatch) {
        return answer(request(path).header("If-Match", ifMatch).DELETE());
    }

    /// Posts JSON and hands over each line of the NDJSON that comes back, as it comes.
    ///
    /// @throws RefusedException if the status is none of success
    public void postForLines(String path, Object body, String what, Consumer<JsonNode> each) {
        HttpResponse<InputStream> response = send(
                request(path)
                        .timeout(LONG_WORK)
                        .header("Content-Type", "application/json")
                        .header("Accept", NDJSON)
                        .POST(json(body)),
                BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            if (response.statusCode() != 200) {
                new Answer(response.statusCode(), String.join("\n", lines.readAllLines())).orRefuse(what);
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                each.accept(JSON.readTree(line));
            }
        } catch (IOException | JacksonException e) {
            throw new RefusedException(what + ": " + url + " broke off its answer", e);
        }
    }

    /// Sends NDJSON; the answer is read while it comes.
    ///
    /// @return the caller closes its body
    public HttpResponse<InputStream> postLines(String path, BodyPublisher lines)
            throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .timeout(LONG_WORK)
                        .header("Content-Type", NDJSON)
                        .header("Accept", NDJSON)
                        .POST(lines)
                        .build(),
                BodyHandlers.ofInputStream());
    }

    private static BodyPublisher json(Object body) {
        return BodyPublishers.ofString(JSON.writeValueAsString(body));
    }

    private HttpRequest.Builder reading(String path, String accept) {
        return request(path)
                .header("Accept", accept)
                .header("Lethe-Purpose", "operator")
                .GET();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(ANSWER).header("Authorization", "Bearer " + token);
    }

    private Answer answer(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("ETag").orElse(null));
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
        try {
            return http.send(request.build(), handler);
        } catch (ConnectException e) {
            throw unreachable(e);
        } catch (IOException e) {
            throw new RefusedException(url + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted while waiting for " + url, e);
        }
    }

    public RefusedException unreachable(Exception cause) {
        return new RefusedException(
                "nothing answers at " + url + "; start it with `lethe up`, or say where it is with --url", cause);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
