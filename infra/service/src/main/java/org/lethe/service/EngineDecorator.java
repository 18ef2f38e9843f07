package org.lethe.service;

import java.util.function.UnaryOperator;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/// Stands between decisions and the log, where somebody wants to see what they source: a part for tests and tracing.
@FunctionalInterface
public interface EngineDecorator extends UnaryOperator<EventStorageEngine> {}
