package org.lethe.web;

import java.io.IOException;
import java.io.OutputStream;

/// Writes a long answer bit by bit, on a virtual thread; blocks while the caller reads slowly.
@FunctionalInterface
public interface OutputWriter {
    void writeTo(OutputStream out) throws IOException;
}
