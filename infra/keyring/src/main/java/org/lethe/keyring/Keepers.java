package org.lethe.keyring;

import java.util.ArrayList;
import java.util.List;
import org.lethe.contracts.HoldId;

/// Says which legal holds' escrows may be asked for the content key of a scope whose own keys are destroyed. The log
/// decides that; the keyring only looks where it is told.
@FunctionalInterface
public interface Keepers {
    Keepers NONE = _ -> List.of();

    List<HoldId> of(ContentScope scope);

    /// One hold before all others.
    default Keepers after(HoldId first) {
        return scope -> {
            List<HoldId> others = of(scope);
            List<HoldId> all = new ArrayList<>(others.size() + 1);
            all.add(first);
            all.addAll(others);
            return all;
        };
    }
}
