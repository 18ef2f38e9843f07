package org.lethe.service.clock;

import java.util.Optional;

/// Whether something may be destroyed because its time has come.
@FunctionalInterface
public interface ClockTrust {
    /// Nobody looks at the clock: it is somebody's own.
    ClockTrust BLIND = Optional::empty;

    /// Why not, where the clock is not believed.
    Optional<Doubt> doubt();

    /// @throws ClockInDoubtException if the clock is not believed
    default void require() {
        doubt().ifPresent(doubt -> {
            throw new ClockInDoubtException(doubt);
        });
    }
}
