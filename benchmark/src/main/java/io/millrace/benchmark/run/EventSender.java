package io.millrace.benchmark.run;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sends events when they are due, on a thread of its own, and notes how late it was itself: where that is not far
 * below the measured latencies, the driver was the bottleneck and not the engine.
 *
 * <p>Confined to the main thread, which starts it and closes it.
 */
final class EventSender implements AutoCloseable {
    private final InputTopic input;
    private final Schedule schedule;
    private final RunClock clock;
    private final long firstEventId;
    private final Histogram lateness = new Histogram(3);
    private final Thread thread = new Thread(this::sendAll, "sender");

    private volatile @Nullable RuntimeException failure;

    private EventSender(InputTopic input, Schedule schedule, RunClock clock, long firstEventId) {
        this.input = input;
        this.schedule = schedule;
        this.clock = clock;
        this.firstEventId = firstEventId;
    }

    static EventSender start(InputTopic input, Schedule schedule, RunClock clock, long firstEventId) {
        EventSender sender = new EventSender(input, schedule, clock, firstEventId);
        sender.thread.start();
        return sender;
    }

    void requireNoFailure() {
        RuntimeException found = failure;
        if (found != null) {
            throw new RunFailedException("The driver could not send: %s.".formatted(found), found);
        }
        input.requireNoFailure();
    }

    /** How late {@code percentile} of the events were handed to the producer, in microseconds; call it when all are sent. */
    long latenessMicros(double percentile) throws InterruptedException {
        thread.join();
        return lateness.getValueAtPercentile(percentile);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendAll() {
        try {
            for (long index = 0; index < schedule.eventCount(); index++) {
                long due = schedule.dueMicros(index);
                clock.sleepUntil(due);
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                lateness.recordValue(Math.max(0, clock.micros() - due));
                input.send(firstEventId + index, due);
            }
        } catch (RuntimeException refusal) {
            failure = refusal;
        }
    }
}
