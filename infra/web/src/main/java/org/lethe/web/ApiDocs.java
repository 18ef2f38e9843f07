package org.lethe.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The OpenAPI document at `/v1/openapi.json`, and Swagger UI on it at `/docs`: all files from the classpath,
/// so it works without a network, and no script within the page, so the content security policy can forbid
/// them.
final class ApiDocs {
    private static final String SWAGGER_UI = "META-INF/resources/webjars/swagger-ui/5.30.2/";
    private static final String OURS = "org/lethe/web/docs/";
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> FILES = Map.of(
            "swagger-ui.css", SWAGGER_UI,
            "swagger-ui-bundle.js", SWAGGER_UI,
            "favicon-32x32.png", SWAGGER_UI,
            "start.js", OURS);

    private final List<String> openApi;
    private final Map<String, byte[]> loaded = new ConcurrentHashMap<>();

    /// @param openApi names of the documents on the classpath, one or more
    ApiDocs(List<String> openApi) {
        this.openApi = openApi;
    }

    Routes routes() {
        return new Routes()
                .get("/v1/openapi.json", Terms.open(), _ -> Answer.bytes("application/json", document()))
                .get("/", Terms.open().produces("text/html"), _ -> Answer.found("/docs"))
                .get("/docs", Terms.open().produces("text/html"), _ -> page())
                .get(
                        "/docs/{file}",
                        Terms.open().produces("text/css", "text/javascript", "image/png"),
                        request -> file(request.path("file")));
    }

    private byte[] document() {
        return loaded.computeIfAbsent(
                "openapi.json, whole",
                _ -> OpenApiDocuments.merged(openApi.stream().map(ApiDocs::read).toList()));
    }

    private Answer page() {
        return Answer.bytes("text/html;charset=utf-8", load(OURS + "index.html"))
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff");
    }

    private Answer file(String name) {
        String folder = FILES.get(name);
        if (folder == null) {
            throw new NotFoundException();
        }
        return Answer.bytes(mediaType(name), load(folder + name))
                .header("Cache-Control", "public, max-age=3600")
                .header("X-Content-Type-Options", "nosniff");
    }

    private static String mediaType(String name) {
        if (name.endsWith(".js")) {
            return "text/javascript;charset=utf-8";
        }
        return name.endsWith(".css") ? "text/css;charset=utf-8" : "image/png";
    }

    private byte[] load(String resource) {
        return loaded.computeIfAbsent(resource, ApiDocs::read);
    }

    private static byte[] read(String resource) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ClassLoader known = loader == null ? ApiDocs.class.getClassLoader() : loader;
        try (InputStream in = known.getResourceAsStream(resource)) {
            if (in == null) {
                throw new NotFoundException();
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
