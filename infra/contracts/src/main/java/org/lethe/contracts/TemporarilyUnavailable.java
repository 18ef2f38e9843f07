package org.lethe.contracts;

/// What an exception says of itself where trying again later may help: something that it needs does not answer.
public interface TemporarilyUnavailable {}
