package org.lethe.web;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;

/// Who sent a request: the key that it carried, whose key it is, and what the key may do.
///
/// @param client [ClientId#PLATFORM] for a key of the platform, which may act for every client
public record Caller(ApiKeyId key, ClientId client, Set<Role> roles) {

    public Caller {
        if (!client.equals(ClientId.PLATFORM) && !Collections.disjoint(roles, Role.OF_THE_PLATFORM)) {
            throw new IllegalArgumentException("only a key of the platform can be one of " + Role.OF_THE_PLATFORM);
        }
        EnumSet<Role> copy = EnumSet.noneOf(Role.class);
        copy.addAll(roles);
        roles = Collections.unmodifiableSet(copy);
    }

    /// Whether this caller may touch what belongs to that client.
    public boolean actsFor(ClientId other) {
        return client.equals(other) || isPlatform();
    }

    public boolean isPlatform() {
        return client.equals(ClientId.PLATFORM);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
