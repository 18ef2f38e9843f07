package org.lethe.web;

import java.time.Duration;
import org.lethe.contracts.Meaning;
import org.springframework.util.unit.DataSize;

/// `lethe.http.*`: what a connection may take, in time and number.
public record HttpSettings(
        @Meaning(
                "connections at once; above it those that wait for nothing are closed, the longest idle first, and then"
                        + " new ones are")
        int maxConnections,

        @Meaning("connections at once from one address (of IPv6: from one /64); more are closed at once")
        int maxConnectionsPerAddress,

        @Meaning("how long a new connection may take until its first request's head is there")
        Duration headTimeout,

        @Meaning("how long a connection may wait for its next request; longer than a proxy in front keeps it")
        Duration idleTimeout,

        @Meaning("how long a body that we wait for may stand still; then 408, or the end of the connection where the"
                + " answer has begun")
        Duration bodyTimeout,

        @Meaning("bytes a second that a body has to bring, on top of that time")
        DataSize minBodyRate,

        @Meaning("how long an answer may stand still that the caller doesn't take; then the connection ends")
        Duration writeTimeout) {

    public HttpSettings {
        require(maxConnections > 0, "lethe.http.max-connections is at least 1");
        require(maxConnectionsPerAddress > 0, "lethe.http.max-connections-per-address is at least 1");
        require(headTimeout.isPositive(), "lethe.http.head-timeout is longer than nothing");
        require(idleTimeout.isPositive(), "lethe.http.idle-timeout is longer than nothing");
        require(bodyTimeout.isPositive(), "lethe.http.body-timeout is longer than nothing");
        require(minBodyRate.toBytes() > 0, "lethe.http.min-body-rate is at least 1 B");
        require(writeTimeout.isPositive(), "lethe.http.write-timeout is longer than nothing");
    }

    /// What holds where nothing is configured.
    public static HttpSettings defaults() {
        return new HttpSettings(
                10_000,
                1_000,
                Duration.ofSeconds(15),
                Duration.ofSeconds(75), // nginx and most balancers keep one for 60 s
                Duration.ofSeconds(60), // longer than an append waits for its database
                DataSize.ofBytes(500), // as Apache's mod_reqtimeout
                Duration.ofSeconds(60));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
