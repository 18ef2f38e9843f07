package org.lethe.service;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.lethe.sql.DatabaseRole;
import org.lethe.web.WebProperties;

/// What several services need from outside, to run in one process.
///
/// @param pools gives connections to the one database as a role; closed by whoever gave them
/// @param parts what slices ask for by its type
public record HostNeeds(
        Function<DatabaseRole, DataSource> pools, Clock clock, MeterRegistry meters, WebProperties web, Parts parts) {}
