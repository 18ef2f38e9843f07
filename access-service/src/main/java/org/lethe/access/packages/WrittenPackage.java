package org.lethe.access.packages;

/// A package as it was written.
///
/// @param bytes of the whole
/// @param sha256 of the whole; 64 lower-case hex digits
public record WrittenPackage(long bytes, String sha256) {}
