package org.lethe.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.lethe.testkit.OpenApiDocument;

/// The document that a service serves is the one that follows from its code. Of a new service the first is written by
/// `mvn verify -Dlethe.openapi.write=true`, as are all after it.
///
///     class OpenApiDocumentIT extends OpenApiDocumentSuite {
///         OpenApiDocumentIT() {
///             super(() -> new ServiceServer(AccessService.SERVICE, new Parts()));
///         }
///     }
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OpenApiDocumentSuite {
    private final Supplier<? extends ServiceServer> start;
    private final String[] lines;
    private ServiceServer server;
    private String committed;

    /// @param start of the service, with nothing in its database that matters
    /// @param lines schemas of streams' lines, which OpenAPI 3.1 can't refer to; they are described all the same
    protected OpenApiDocumentSuite(Supplier<? extends ServiceServer> start, String... lines) {
        this.start = start;
        this.lines = lines;
    }

    @BeforeAll
    void start() {
        server = start.get();
        committed = ApiDocument.committed(server.service.service(), ApiDocument.of(server.service.routes()));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private OpenApiDocument document() {
        return new OpenApiDocument(ServiceServer.JSON.readTree(committed));
    }

    @Test
    void followsFromTheCode() {
        assertThat(committed)
                .as("mvn verify -D%s=true writes it anew", ApiDocument.WRITE)
                .isEqualTo(ApiDocument.of(server.service.routes()));
    }

    @Test
    @DisabledIfSystemProperty(
            named = ApiDocument.WRITE,
            matches = "true",
            disabledReason = "packaged before it is written")
    void isServedAsItIsCommitted() throws IOException, InterruptedException {
        ServiceServer.Reply served = new ServiceServer.Reply(server.http.send(
                HttpRequest.newBuilder(server.uri("/v1/openapi.json")).build(),
                HttpResponse.BodyHandlers.ofByteArray()));

        assertThat(served.is(200).json()).isEqualTo(document().json());
    }

    @Test
    void refersOnlyToWhatItHoldsAndHoldsNothingUnused() {
        assertThat(document().danglingReferences()).isEmpty();
        assertThat(document().unusedSchemas())
                .as("lines of streams, and nothing else that nobody refers to")
                .containsExactlyInAnyOrder(lines);
    }

    @Test
    void everyEnumIsMarkedExtensible() {
        assertThat(document().closedEnums()).isEmpty();
    }
}
