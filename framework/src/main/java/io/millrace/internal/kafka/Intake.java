package io.millrace.internal.kafka;

/** The trigger at work: when partitions are read, and when the epoch ends. Confined to the source worker. */
interface Intake {

    /** Moves on to {@code now}, the engine's nanoTime; {@code flowing} says that no epoch is being ended. */
    void update(long now, boolean flowing);

    /** Returns whether records are wanted from Kafka. */
    boolean isReading();

    /** Returns whether the epoch is to be ended. */
    boolean isBarrierDue(long now);

    /** The epoch's barrier has been sent. */
    void barrierSent(long now);

    /** Returns how long nothing of this changes by itself, in nanoseconds. */
    long nanosToNextChange(long now);
}
