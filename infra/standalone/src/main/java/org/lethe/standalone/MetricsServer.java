package org.lethe.standalone;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/// Metrics at an address of their own, so that who may call the API reads none of them. One thread: a flood of callers
/// of the API leaves it alone.
final class MetricsServer implements AutoCloseable {
    static final String PATH = "/actuator/prometheus";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final Duration IDLE = Duration.ofSeconds(75);
    private static final Duration REQUEST = Duration.ofSeconds(15);
    private static final Duration STOP = Duration.ofSeconds(2);

    private final LoopResources loop = LoopResources.create("lethe-metrics", 1, true);
    private final DisposableServer server;
    private final URI url;

    MetricsServer(Settings settings, PrometheusMeterRegistry meters) {
        ManagementSettings management = settings.management();
        int port = management.portBeside(settings.port());
        try {
            this.server = HttpServer.create()
                    .host(management.address())
                    .port(port)
                    .runOn(loop)
                    .idleTimeout(IDLE)
                    .requestTimeout(REQUEST)
                    .route(routes -> routes.get(
                            PATH,
                            (request, response) -> response.header("Content-Type", TEXT)
                                    .header("X-Content-Type-Options", "nosniff")
                                    .sendString(Mono.fromSupplier(meters::scrape))))
                    .bindNow();
        } catch (ChannelBindException e) {
            loop.dispose();
            throw new CannotStartException(
                    "the metrics' port " + port + " on " + management.address() + " can't be had",
                    "Choose another with LETHE_MANAGEMENT_PORT, 0 takes a free one; LETHE_MANAGEMENT_ADDRESS is an address"
                            + " of this machine.",
                    e);
        }
        this.url = Settings.url(management.address(), server.port()).resolve(PATH);
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        server.disposeNow(STOP);
        loop.dispose();
    }
}
