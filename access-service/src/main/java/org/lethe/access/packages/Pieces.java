package org.lethe.access.packages;

import java.util.function.Consumer;
import org.lethe.service.subjects.Held;

/// Where the pieces come from, in the order that [Held] tells. It is asked once for each package.
@FunctionalInterface
public interface Pieces {
    void forEach(Consumer<Held> pieces);
}
