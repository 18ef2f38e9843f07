package org.lethe.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls the API of a running Lethe.
final class Api implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.shared();

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI url;
    private final String token;

    Api(URI url, String token) {
        this.url = url;
        this.token = token;
    }

    /// What came back.
    record Answer(int status, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        /// @throws RefusedException with the problem's own words if the status is none of success
        Answer orRefuse(String what) {
            if (status >= 200 && status < 300) {
                return this;
            }
            throw new RefusedException(what + ": " + problem());
        }

        /// What a problem document says, in a line.
        String problem() {
            try {
                JsonNode problem = json();
                String detail = problem.path("detail").asString("");
                return problem.path("title").asString("status " + status) + (detail.isEmpty() ? "" : ": " + detail);
            } catch (JacksonException e) {
                return "status " + status;
            }
        }
    }

    Answer get(String path) {
        return get(path, "application/json");
    }

    /// @param accept media type of the answer
    Answer get(String path, String accept) {
        return send(request(path)
                .header("Accept", accept)
                .header("Lethe-Purpose", "operator")
                .GET());
    }

    Answer post(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /// Sends NDJSON; the answer is read while it comes.
    ///
    /// @return the caller closes its body
    HttpResponse<InputStream> postLines(String path, BodyPublisher lines) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .timeout(Duration.ofMinutes(10))
                        .header("Content-Type", "application/x-ndjson")
                        .header("Accept", "application/x-ndjson")
                        .POST(lines)
                        .build(),
                BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(ANSWER).header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.body());
        } catch (ConnectException e) {
            throw unreachable(e);
        } catch (IOException e) {
            throw new RefusedException(url + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted while waiting for " + url, e);
        }
    }

    RefusedException unreachable(Exception cause) {
        return new RefusedException(
                "nothing answers at " + url + "; start it with `lethe up`, or say where it is with --url", cause);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
