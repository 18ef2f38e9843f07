package org.lethe.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// What a caller may do. Every route names the roles that may call it; no role implies another.
public enum Role {
    @JsonProperty("platform-admin")
    PLATFORM_ADMIN("platform-admin"),
    @JsonProperty("client-admin")
    CLIENT_ADMIN("client-admin"),
    @JsonProperty("writer")
    WRITER("writer"),
    @JsonProperty("reader")
    READER("reader"),
    @JsonProperty("retention-operator")
    RETENTION_OPERATOR("retention-operator"),
    @JsonProperty("privacy-officer")
    PRIVACY_OFFICER("privacy-officer"),
    /// Reads what a legal hold keeps, for the holds that somebody else allowed it to.
    @JsonProperty("legal")
    LEGAL("legal"),
    @JsonProperty("auditor")
    AUDITOR("auditor"),
    /// A service of the house that runs apart and asks another one.
    @JsonProperty("service")
    SERVICE("service");

    /// Those that only a key of the platform can have.
    public static final Set<Role> OF_THE_PLATFORM = Collections.unmodifiableSet(EnumSet.of(PLATFORM_ADMIN, SERVICE));

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /// @throws IllegalArgumentException if there is no such role
    public static Role of(String wireName) {
        for (Role role : values()) {
            if (role.wireName.equals(wireName)) {
                return role;
            }
        }
        throw new IllegalArgumentException("a role is one of "
                + Arrays.stream(values()).map(Role::wireName).collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return wireName;
    }
}
