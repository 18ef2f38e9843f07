package org.lethe.standalone;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lethe.web.ServerConnections;
import org.lethe.web.WebEdge;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Hooks;

/// Starts the services in this process.
public final class Standalone {
    private static final long START_MINUTES = 5; // recovery after a crash may take long
    private static final int LEAST_CARRIERS = 8;

    static {
        // Before JDK 26 a virtual thread that waits for a class to be initialised keeps its carrier, and all the
        // carriers of a small machine can so wait for each other. Read once, when the first virtual thread starts.
        if (System.getProperty("jdk.virtualThreadScheduler.parallelism") == null) {
            int carriers = Math.max(LEAST_CARRIERS, Runtime.getRuntime().availableProcessors());
            System.setProperty("jdk.virtualThreadScheduler.parallelism", Integer.toString(carriers));
        }
    }

    static {
        Hooks.onErrorDropped(WebEdge::late); // Reactor's own word of it has the message, which may quote what was sent
    }

    private Standalone() {}

    /// Returns when the API serves.
    ///
    /// @throws CannotStartException in words for the person at the terminal; nothing is left running
    public static Running start(Settings settings) {
        return start(settings, Surroundings.ofTheMachine());
    }

    /// The same with a clock of one's own: every decision takes its time from it, and it is believed when it leaps.
    public static Running start(Settings settings, Clock clock) {
        return start(settings, Surroundings.of(clock));
    }

    static Running start(Settings settings, Surroundings surroundings) {
        refuseTakenPort(settings);
        DataFolder folder = null;
        try {
            folder = DataFolder.open(settings.dataFolder());
            return start(settings, folder, surroundings);
        } catch (IOException e) {
            release(folder, e);
            throw meaning(e, settings);
        } catch (RuntimeException e) {
            release(folder, e);
            throw e;
        }
    }

    /// Where the API of a data folder is: where it was last announced, else where it would be.
    public static URI urlOf(Settings settings) throws IOException {
        return DataFolder.announced(settings.dataFolder())
                .orElseGet(() -> Settings.url(settings.address(), settings.port()));
    }

    private static void release(@Nullable DataFolder folder, Exception cause) {
        if (folder != null) {
            try {
                folder.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private static Running start(Settings settings, DataFolder folder, Surroundings surroundings) throws IOException {
        PrometheusRegistry prometheus = new PrometheusRegistry();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(
                PrometheusConfig.DEFAULT, prometheus, io.micrometer.core.instrument.Clock.SYSTEM);
        ServerConnections connections =
                new ServerConnections(settings.http(), settings.web().trustedAddresses());
        connections.bindTo(meters);
        MetricsServer metrics = new MetricsServer(settings, meters);
        CompletableFuture<Engine> opening = new CompletableFuture<>();
        SpringApplication application = new SpringApplication(ServerApplication.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(properties(settings, folder));
        application.addInitializers((ConfigurableApplicationContext context) -> {
            // Logging is set up now. PostgreSQL starts while Spring loads its classes.
            Thread.ofPlatform().name("lethe-engine").start(() -> open(opening, settings, folder, surroundings, meters));
            register((GenericApplicationContext) context, opening, surroundings.clock(), connections, meters);
        });
        try {
            ConfigurableApplicationContext context = application.run();
            WebServer server = Objects.requireNonNull(((ReactiveWebServerApplicationContext) context).getWebServer());
            Running running = new Running(settings, folder, await(opening), context, server.getPort(), metrics);
            folder.announce(running.url());
            return running;
        } catch (RuntimeException e) {
            opening.whenComplete((engine, failure) -> {
                if (engine != null) {
                    engine.close();
                }
            });
            metrics.close();
            throw meaning(e, settings);
        }
    }

    private static void open(
            CompletableFuture<Engine> opening,
            Settings settings,
            DataFolder folder,
            Surroundings surroundings,
            PrometheusMeterRegistry meters) {
        try {
            opening.complete(new Engine(settings, folder, surroundings, meters));
        } catch (IOException | RuntimeException | Error e) {
            opening.completeExceptionally(e);
        }
    }

    private static void register(
            GenericApplicationContext context,
            CompletableFuture<Engine> opening,
            Clock clock,
            ServerConnections connections,
            PrometheusMeterRegistry meters) {
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(PrometheusMeterRegistry.class, () -> meters);
        context.registerBean(
                "webEdge", WebEdge.class, () -> await(opening).host().edge(), bean -> {
                    bean.setDestroyMethodName(""); // the engine closes it
                });
        context.registerBean(
                "problems",
                WebExceptionHandler.class,
                () -> await(opening).host().edge().exceptionHandler());
        // The web server is made before the engine has opened: asked for with the first connection only.
        context.registerBean(
                "unreadableRequests",
                NettyServerCustomizer.class,
                () -> server -> server.doOnChannelInit((observer, connection, remote) -> {
                    await(opening).host().edge().connected(connection);
                    connections.connected(connection);
                }));
        context.registerBean("servingHealthIndicator", HealthIndicator.class, () -> new ServingHealth(await(opening)));
    }

    private static Engine await(CompletableFuture<Engine> opening) {
        return opening.orTimeout(START_MINUTES, TimeUnit.MINUTES).join();
    }

    private static Map<String, Object> properties(Settings settings, DataFolder folder) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.address", settings.address());
        properties.put("server.port", settings.port());
        properties.put("server.shutdown", "graceful");
        properties.put("spring.lifecycle.timeout-per-shutdown-phase", "20s");
        properties.put("spring.reactor.netty.shutdown-quiet-period", "0s"); // those under way were waited for before
        properties.put("spring.jmx.enabled", "false");
        properties.put("logging.file.name", folder.logs().resolve("lethe.log").toString());
        properties.put("logging.structured.format.file", "ecs");
        properties.put("logging.structured.ecs.service.name", "lethe");
        properties.put("logging.threshold.console", "off");
        properties.put("logging.level.org.flywaydb", "WARN");
        properties.put("logging.level.com.zaxxer.hikari.pool", "ERROR"); // it tells each closed connection's story
        properties.put("logging.level.io.zonky.test", "WARN");
        // At WARN it quotes what it could not read, path and all.
        properties.put("logging.level.reactor.netty.http.server.HttpServerOperations", "ERROR");
        // It names where a webhook leads, which is sealed.
        properties.put("logging.level.reactor.netty.http.client", "OFF");
        properties.put("management.endpoints.access.default", "none");
        properties.put("management.endpoint.health.access", "read-only");
        properties.put("management.endpoints.web.exposure.include", "health"); // metrics are at their own address
        properties.put("management.endpoints.web.discovery.enabled", "false");
        properties.put("management.endpoint.health.probes.enabled", "true");
        properties.put("management.endpoint.health.group.liveness.include", "livenessState");
        properties.put("management.endpoint.health.group.readiness.include", "readinessState,serving");
        properties.put("management.endpoint.health.group.startup.include", "readinessState");
        properties.put("management.endpoint.health.show-details", "never");
        return properties;
    }

    private static void refuseTakenPort(Settings settings) {
        if (settings.port() == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(settings.address(), settings.port()));
        } catch (BindException e) {
            throw portTaken(settings, e);
        } catch (IOException e) {
            throw new CannotStartException(
                    "can't listen on " + settings.address(), "Set LETHE_ADDRESS to an address of this machine.", e);
        }
    }

    private static CannotStartException portTaken(Settings settings, Exception cause) {
        return new CannotStartException(
                "port " + settings.port() + " on " + settings.address() + " can't be had: it is taken",
                "Stop what uses it, or choose another: --port 8081, or LETHE_PORT; 0 takes a free one.",
                cause);
    }

    /// Java gives no reason where the exception's class is the reason.
    private static String reason(FileSystemException failure) {
        if (failure.getReason() != null) {
            return failure.getReason();
        }
        return switch (failure) {
            case FileAlreadyExistsException exists -> "it, or a folder above it, is a file";
            case NoSuchFileException missing -> "it is not there";
            case NotDirectoryException other -> "it is no folder";
            case DirectoryNotEmptyException full -> "it is not empty";
            default -> "the system refuses it";
        };
    }

    private static RuntimeException meaning(Throwable thrown, Settings settings) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStartException known) {
                return known;
            }
            if (cause instanceof PortInUseException taken) {
                return portTaken(settings, taken);
            }
            if (cause instanceof AccessDeniedException denied) {
                return new CannotStartException(
                        denied.getFile() + " is not ours to use", "Check its owner, or use another folder.", denied);
            }
            if (cause instanceof IOException io
                    && String.valueOf(io.getMessage()).contains("No space left")) {
                return new CannotStartException("the disk is full", "Make room and start again.", io);
            }
            if (cause instanceof FileSystemException file) {
                return new CannotStartException(
                        file.getFile() + " can't be used: " + reason(file), "Use another folder.", file);
            }
        }
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return cause instanceof RuntimeException known ? known : new IllegalStateException("could not start", cause);
    }
}
