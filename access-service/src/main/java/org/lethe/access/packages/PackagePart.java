package org.lethe.access.packages;

import java.io.IOException;
import java.util.List;

/// Files of one kind, made while the pieces go by.
interface PackagePart {
    void piece(Placed placed) throws IOException;

    /// No piece comes any more.
    void end() throws IOException;

    /// In the order in which the package has them.
    List<EntrySpill> spills();
}
