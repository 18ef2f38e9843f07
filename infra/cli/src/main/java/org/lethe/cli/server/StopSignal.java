package org.lethe.cli.server;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/// Waits for Ctrl-C or SIGTERM, so that what runs can end in order and the process with 0. A second one ends it at
/// once.
final class StopSignal {
    private static final int KILLED_BY = 128; // plus the signal's number, as shells report it

    private final CountDownLatch received = new CountDownLatch(1);

    private StopSignal() {}

    static StopSignal listen() {
        StopSignal signal = new StopSignal();
        Signal.handle(new Signal("INT"), signal::receive);
        Signal.handle(new Signal("TERM"), signal::receive);
        return signal;
    }

    private void receive(Signal signal) {
        if (received.getCount() == 0) {
            Runtime.getRuntime().halt(KILLED_BY + signal.getNumber());
        }
        received.countDown();
    }

    void await() throws InterruptedException {
        received.await();
    }
}
