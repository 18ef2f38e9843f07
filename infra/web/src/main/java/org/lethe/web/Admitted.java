package org.lethe.web;

import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.springframework.web.server.ServerWebExchange;

/// A request that passed the door.
///
/// @param caller null on open routes
/// @param token the API key itself; keys of stored answers are derived from it
/// @param client null if the path names none
record Admitted(
        ServerWebExchange exchange,
        Route route,
        RouteTable.Match match,
        @Nullable Caller caller,
        @Nullable String token,
        @Nullable ClientId client) {

    /// Whose it is, where limits hold for each: the client it is for, else who calls; nobody on open routes.
    ClientId owner() {
        if (client != null) {
            return client;
        }
        return caller == null ? ClientId.PLATFORM : caller.client();
    }

    boolean isForOneClient() {
        return !owner().equals(ClientId.PLATFORM);
    }

    @Override
    public String toString() {
        return "Admitted[" + route + "]"; // no token, no path
    }
}
