package org.lethe.standalone;

import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Meaning;

/// `lethe.management.*`: where metrics are, apart from the API.
record ManagementSettings(
        @Meaning("address that metrics are at; whoever reaches it reads them, so keep it to those who watch")
        String address,

        @Meaning("TCP port of the metrics; unset, a thousand above lethe.port, or a free one where that is 0") @Nullable
        Integer port) {
    private static final int MAX_PORT = 65_535;
    private static final int ABOVE = 1_000;

    ManagementSettings {
        if (port != null && (port < 0 || port > MAX_PORT)) {
            throw new IllegalArgumentException("lethe.management.port is 0 to " + MAX_PORT);
        }
    }

    static ManagementSettings defaults() {
        return new ManagementSettings("127.0.0.1", null);
    }

    /// @param apiPort the port that the API was told to take
    int portBeside(int apiPort) {
        if (port != null) {
            return port;
        }
        return apiPort == 0 || apiPort + ABOVE > MAX_PORT ? 0 : apiPort + ABOVE;
    }
}
