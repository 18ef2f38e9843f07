package org.lethe.keyring;

import org.lethe.contracts.ConsumerId;

/// That a consumer is called so, as somebody told. It prints the consumer only.
public record ToldName(ConsumerId consumer, String name) {
    @Override
    public String toString() {
        return "ToldName[" + consumer + ", REDACTED]";
    }
}
