package org.lethe.access.requests;

import java.nio.file.Path;

/// Where packages lie in pieces while they are written, encrypted with keys that are in memory alone.
public record PackageFolder(Path path) {}
