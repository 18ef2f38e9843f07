package org.lethe.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.lethe.access.AccessServer.Brand;

/// What somebody tries who means no good, or two who come at once.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsIT {
    private static final int AT_ONCE = 12;

    private AccessServer server;

    @BeforeAll
    void start() {
        server = new AccessServer();
        server.subjects.knows("kim@example.com");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /// Path of a new request.
    private String request(Brand brand, String type) {
        return brand.requests + "/"
                + server.post(
                                brand.requests,
                                brand.officer,
                                "{\"type\": \"" + type
                                        + "\", \"consumer\": {\"email\": \"kim@example.com\"}, \"via\": \"mail\"}")
                        .is(201)
                        .text("request_id");
    }

    private List<Integer> atOnce(Callable<Integer> what) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(threads.submit(what));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : all) {
                statuses.add(one.get());
            }
            return statuses;
        }
    }

    private int events(Brand brand, String request, String name) {
        return server.get(request, brand.officer).is(200).body().split("\"" + name + "\"", -1).length - 1;
    }

    @Test
    void manyGuessesAtOnceAreNotMoreThanThreeAndAreOnRecordOnce() throws Exception {
        // given
        Brand brand = server.brand();
        String request = request(brand, "access");
        server.post(request + "/verify", brand.officer, "{\"method\": \"code\"}")
                .is(202);
        String code = server.codes.getLast();
        String wrong = code.startsWith("0") ? "1" + code.substring(1) : "0" + code.substring(1);

        // when
        List<Integer> statuses =
                atOnce(() -> server.post(request + "/confirm", brand.officer, "{\"code\": \"" + wrong + "\"}")
                        .status());

        // then
        assertThat(statuses).containsOnly(422);
        assertThat(server.post(request + "/confirm", brand.officer, "{\"code\": \"" + code + "\"}")
                        .status())
                .isEqualTo(422);
        assertThat(events(brand, request, "IdentityRefused")).isEqualTo(1);
    }

    @Test
    void twoWhoApproveAtOnceApproveOnce() throws Exception {
        Brand brand = server.brand();
        String request = request(brand, "access");
        server.post(request + "/verify", brand.officer, "{\"method\": \"attestation\", \"statement\": \"known\"}")
                .is(200);

        List<Integer> statuses = atOnce(
                () -> server.post(request + "/approve", brand.officer, "{}").status());

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
        assertThat(events(brand, request, "RequestApproved")).isEqualTo(1);
    }

    @Test
    void anotherClientsOfficerFindsNothing() {
        Brand brand = server.brand();
        Brand other = server.brand();
        String request = request(brand, "access");
        String theirs = request.replace(brand.requests, other.requests);

        for (String path : new String[] {request, theirs}) {
            for (String rest : new String[] {"", "/package", "/receipt"}) {
                assertThat(server.get(path + rest, other.officer, "Accept", "*/*")
                                .status())
                        .isEqualTo(404);
            }
            for (String step : new String[] {"approve", "resume", "revoke", "complete"}) {
                assertThat(server.post(path + "/" + step, other.officer, "").status())
                        .as(step)
                        .isEqualTo(404);
            }
        }
        assertThat(server.get(request, brand.officer).text("state")).isEqualTo("received");
    }
}
