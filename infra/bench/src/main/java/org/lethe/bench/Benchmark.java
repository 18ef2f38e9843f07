package org.lethe.bench;

import java.util.List;

/// Measures one thing beside its limit or peer.
interface Benchmark {
    String name();

    /// One line: what against what.
    String description();

    List<Figure> run(Workload setting) throws Exception;
}
