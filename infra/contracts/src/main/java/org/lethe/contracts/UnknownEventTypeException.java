package org.lethe.contracts;

/// The log holds an event that this version of Lethe does not know: it was written by a newer one.
public final class UnknownEventTypeException extends RuntimeException {

    public UnknownEventTypeException(EventTypes.WireType type) {
        super("no event is called " + type.name() + " version " + type.version() + " here");
    }
}
