package io.millrace.runtime;

import io.millrace.errors.ErrorPhase;
import java.time.Instant;
import java.util.Optional;

/**
 * Which dead letters of a topology are sent back to the topics that they came from: begin with {@link #all()} and say what they have to
 * have in common. The others stay where they are, for another replay. Immutable.
 *
 * @param exception the class of what was thrown, or of its cause, with or without its package
 * @param stage the stage that gave the record up
 * @param phase what was being done with it
 * @param topic the topic that it came from
 * @param since when it was given up at the earliest
 */
public record DeadLetterReplay(
        Optional<String> exception,
        Optional<String> stage,
        Optional<ErrorPhase> phase,
        Optional<String> topic,
        Optional<Instant> since) {

    private static final DeadLetterReplay ALL = new DeadLetterReplay(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public static DeadLetterReplay all() {
        return ALL;
    }

    public DeadLetterReplay withException(String newException) {
        return new DeadLetterReplay(Optional.of(newException), stage, phase, topic, since);
    }

    public DeadLetterReplay withStage(String newStage) {
        return new DeadLetterReplay(exception, Optional.of(newStage), phase, topic, since);
    }

    public DeadLetterReplay withPhase(ErrorPhase newPhase) {
        return new DeadLetterReplay(exception, stage, Optional.of(newPhase), topic, since);
    }

    public DeadLetterReplay withTopic(String newTopic) {
        return new DeadLetterReplay(exception, stage, phase, Optional.of(newTopic), since);
    }

    public DeadLetterReplay withSince(Instant newSince) {
        return new DeadLetterReplay(exception, stage, phase, topic, Optional.of(newSince));
    }

    /**
     * What a replay has done. Immutable.
     *
     * @param sent dead letters that are back in the topics that they came from
     * @param left dead letters that were not asked for, and stay for another replay
     * @param unusable dead letters that can't be sent back, and stay: they came from a timer and no record, they don't tell whence they
     *     came, the topology does not read that topic or the partition is gone, or they have lost their value because they were too large
     */
    public record Result(long sent, long left, long unusable) {}
}
