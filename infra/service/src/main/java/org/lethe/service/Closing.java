package org.lethe.service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes several things of which one may fail.
final class Closing {
    private static final Logger log = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    static void all(Iterable<? extends AutoCloseable> parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) { // the others are closed all the same
                log.warn("{} did not close", part.getClass().getSimpleName(), e);
            }
        }
    }
}
