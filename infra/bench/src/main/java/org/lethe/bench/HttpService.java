package org.lethe.bench;

import java.io.IOException;
import java.util.EnumSet;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.transcript.clients.IssueApiKey;
import org.lethe.web.ApiKeys;
import org.lethe.web.NewApiKey;
import org.lethe.web.Role;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;

/// The service with its HTTP edge on a port of its own, and a token for everything.
final class HttpService implements AutoCloseable {
    final Bench bench;
    final int port;
    final String token;
    final ClientId client;
    private final DisposableServer server;

    HttpService(Bench bench) throws IOException {
        this.bench = bench;
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(bench.host.edge().httpHandler()))
                .bindNow();
        this.port = server.port();
        bench.transcript().start();
        NewApiKey key = ApiKeys.generate();
        bench.commands.sendAndWait(new IssueApiKey(
                ClientId.PLATFORM,
                ApiKeyId.random(),
                "bench",
                EnumSet.allOf(Role.class),
                key.sha256(),
                null,
                "bootstrap",
                bench.clock.instant()));
        this.token = key.secret();
        this.client = newClient();
    }

    /// A client that keeps everything for 13 months.
    ClientId newClient() throws IOException {
        return new HttpCaller(port, token).newClient();
    }

    /// A server beside ours, made of the same parts.
    static DisposableServer peer(int port, RouterFunction<ServerResponse> routes) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .handle(new ReactorHttpHandlerAdapter(
                        RouterFunctions.toHttpHandler(routes, HandlerStrategies.withDefaults())))
                .bindNow();
    }

    JsonNode post(String path, String json) throws IOException {
        return new HttpCaller(port, token).post(path, json);
    }

    /// @return id of the consumer with this email
    String consumer(String email) throws IOException {
        return new HttpCaller(port, token).consumer(client, email);
    }

    String clientPath() {
        return clientPath(client);
    }

    static String clientPath(ClientId client) {
        return "/v1/clients/" + client;
    }

    @Override
    public void close() {
        server.disposeNow();
        bench.close();
    }
}
