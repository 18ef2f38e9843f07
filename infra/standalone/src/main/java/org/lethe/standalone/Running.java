package org.lethe.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.keyring.Keyring;
import org.lethe.service.RunningService;
import org.lethe.transcript.TranscriptService;
import org.springframework.context.ConfigurableApplicationContext;

/// The services while they run.
public final class Running implements AutoCloseable {
    private final Settings settings;
    private final DataFolder folder;
    private final Engine engine;
    private final ConfigurableApplicationContext context;
    private final int port;
    private final MetricsServer metrics;

    Running(
            Settings settings,
            DataFolder folder,
            Engine engine,
            ConfigurableApplicationContext context,
            int port,
            MetricsServer metrics) {
        this.settings = settings;
        this.folder = folder;
        this.engine = engine;
        this.context = context;
        this.port = port;
        this.metrics = metrics;
    }

    public int port() {
        return port;
    }

    /// Where the API is, from this machine: `http://127.0.0.1:8080`.
    public URI url() {
        return Settings.url(settings.address(), port);
    }

    /// Where the metrics are, from this machine.
    public URI metricsUrl() {
        return metrics.url();
    }

    public Path dataFolder() {
        return folder.path();
    }

    /// The file with the platform's API key.
    public Path operatorToken() {
        return folder.operatorToken();
    }

    /// The pool of transcript-service's role, which may do little.
    public DataSource dataSource() {
        return transcript().dataSource();
    }

    public EventLog eventLog() {
        return engine.host().log();
    }

    /// Of transcript-service.
    public Commands commands() {
        return transcript().commands();
    }

    public Keyring keyring() {
        return transcript().part(Keyring.class);
    }

    /// Every service that runs here.
    public List<RunningService> services() {
        return engine.host().services();
    }

    private RunningService transcript() {
        return engine.host().service(TranscriptService.SERVICE);
    }

    /// What the operator should mend in the database's roles, one sentence each.
    public List<String> warnings() {
        return engine.database().warnings();
    }

    /// Why there is no operator's token, and how to get one; empty where there is one.
    public Optional<String> withoutToken() {
        return engine.withoutToken();
    }

    /// Makes a new operator's key in place of those that were made like this before, and writes it to
    /// [#operatorToken].
    ///
    /// @return how many keys are not accepted any more
    public int resetOperatorToken() throws IOException {
        return engine.tokens().reset().size();
    }

    /// PostgreSQL where it runs inside.
    public Optional<EmbeddedServer> postgres() {
        return Optional.ofNullable(engine.database().server());
    }

    /// Takes no more requests, lets those under way end, stops following the log, writes what waits, stops PostgreSQL,
    /// lets go of the folder.
    @Override
    public void close() {
        context.close();
        metrics.close();
        engine.close();
        try {
            folder.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder's lock was not let go of", e);
        }
    }
}
