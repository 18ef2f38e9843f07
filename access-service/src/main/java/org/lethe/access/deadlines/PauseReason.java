package org.lethe.access.deadlines;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Why a clock stands still. Which of them stop it, a rule says.
public enum PauseReason {
    /// Nobody can say yet whether who asks is who they say.
    IDENTITY_IN_DOUBT,
    /// Who asks was asked what they mean.
    CLARIFICATION;

    /// @param code as on the wire, such as `identity_in_doubt`
    /// @throws IllegalArgumentException which names those that there are
    public static PauseReason of(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a clock is paused for one of "
                        + List.of(values()).stream().map(PauseReason::code).toList() + ", not for " + code));
    }

    /// As it stands on the wire.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
