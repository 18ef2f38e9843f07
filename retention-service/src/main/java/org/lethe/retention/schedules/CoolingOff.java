package org.lethe.retention.schedules;

import java.time.Duration;

/// How long a schedule waits that makes content due which was not due before; zero for not at all.
public record CoolingOff(Duration length) {
    public static final CoolingOff NONE = new CoolingOff(Duration.ZERO);
}
