package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.service.ServiceServer;
import org.lethe.testkit.OpenApiDocument;
import org.lethe.web.Role;
import org.lethe.web.Route;

/// The document that is served and the routes that answer are the same.
class OpenApiDocumentIT {
    private static final OpenApiDocument DOCUMENT =
            new OpenApiDocument(TranscriptServer.JSON.readTree(TranscriptServer.document()));
    private static TranscriptServer server;

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void describesEveryRouteAndNoOther() {
        Set<String> served = server.service.routes().stream()
                .flatMap(routes -> routes.all().stream())
                .map(OpenApiDocumentIT::operation)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(DOCUMENT.operations()).isEqualTo(served);
    }

    @Test
    void isServedAsItIsCommitted() throws IOException, InterruptedException {
        ServiceServer.Reply served = new ServiceServer.Reply(server.http.send(
                HttpRequest.newBuilder(server.uri("/v1/openapi.json")).build(),
                HttpResponse.BodyHandlers.ofByteArray()));

        assertThat(served.json()).isEqualTo(DOCUMENT.json());
    }

    @Test
    void refersOnlyToWhatItHoldsAndHoldsNothingUnused() {
        assertThat(DOCUMENT.danglingReferences()).isEmpty();
        assertThat(DOCUMENT.unusedSchemas())
                .as("lines of streams, which OpenAPI 3.1 can't refer to, are described all the same")
                .containsExactlyInAnyOrder("ImportLine", "ImportResult", "ImportSummary");
    }

    @Test
    void everyEnumIsMarkedExtensible() {
        assertThat(DOCUMENT.closedEnums()).isEmpty();
    }

    private static String operation(Route route) {
        return OpenApiDocument.operation(
                route.method(),
                route.path(),
                route.terms().roles().stream().map(Role::wireName).toList(),
                route.terms().query(),
                route.terms().produces());
    }
}
