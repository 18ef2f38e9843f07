package org.lethe.eventlog;

class LogInMemoryTest extends LogSuite<LogInMemory> {
    private final LogInMemory log = new LogInMemory();

    LogInMemoryTest() {
        log.runsSteps();
    }

    @Override
    LogInMemory log() {
        return log;
    }
}
