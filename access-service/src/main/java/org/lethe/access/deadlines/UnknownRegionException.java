package org.lethe.access.deadlines;

/// There is no calendar of holidays for a region.
public final class UnknownRegionException extends IllegalArgumentException {
    UnknownRegionException(String message) {
        super(message);
    }
}
