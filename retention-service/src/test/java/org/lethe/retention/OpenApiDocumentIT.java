package org.lethe.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.service.ApiDocument;
import org.lethe.service.ServiceServer;
import org.lethe.testkit.OpenApiDocument;

/// The document that is served is the one that follows from the code.
class OpenApiDocumentIT {
    private static final OpenApiDocument DOCUMENT =
            new OpenApiDocument(RetentionServer.JSON.readTree(RetentionServer.document()));
    private static RetentionServer server;

    @BeforeAll
    static void start() {
        server = new RetentionServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void followsFromTheCode() {
        String written = ApiDocument.of(server.service.routes());

        assertThat(ApiDocument.committed(RetentionService.SERVICE, written))
                .as("mvn verify -D%s=true writes it anew", ApiDocument.WRITE)
                .isEqualTo(written);
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
                .containsExactlyInAnyOrder("RetentionPreviewLine", "RetentionPreviewSummary");
    }

    @Test
    void everyEnumIsMarkedExtensible() {
        assertThat(DOCUMENT.closedEnums()).isEmpty();
    }
}
