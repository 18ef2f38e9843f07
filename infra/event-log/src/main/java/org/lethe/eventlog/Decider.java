package org.lethe.eventlog;

/// Decides one kind of command: sources what it needs to know, then appends events, or throws what stands against it.
@FunctionalInterface
public interface Decider<C extends Command<R>, R> {
    R decide(C command, Decision decision);
}
