package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lethe.testkit.TestRounds;

/// A refusal leaves the connection as good as it was: behind a proxy the next request on it is somebody else's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeepAliveIT {
    private static final int CALLERS = 8;
    private static final int ROUNDS = TestRounds.of(50, 150);
    private static final int PATIENCE_MILLIS = 10_000;

    private Running running;

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        running = Standalone.start(Settings.in(RunningFixture.folder(parent)));
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/clients, 401",
        "DELETE, /v1/clients, 405",
        "GET, /v1/nothing-here, 404",
        "GET, /nothing-here, 404"
    })
    void answersTheNextRequestAfterARefusal(String method, String path, int status) throws Exception {
        List<Future<?>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.add(threads.submit(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        refusedThenServed(method, path, status);
                    }
                    return null;
                }));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
    }

    private void refusedThenServed(String method, String path, int status) throws IOException {
        try (Socket socket = new Socket(running.url().getHost(), running.url().getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(status(socket, in, method, path)).isEqualTo(status);
            assertThat(status(socket, in, "GET", "/problems")).isEqualTo(200);
        }
    }

    private static int status(Socket socket, BufferedReader in, String method, String path) throws IOException {
        String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        int status = Integer.parseInt(in.readLine().substring(9, 12));
        int length = 0;
        for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        for (int read = 0; read < length; read++) {
            in.read();
        }
        return status;
    }
}
