package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a job has to do, which is what was there when it began, and whether it is done: by all members of the group together, so
 * that none of them leaves work to others that may fail, and one without partitions knows when to end.
 *
 * <p>Confined to the source worker.
 */
final class JobProgress {

    private static final long BETWEEN_LOOKS_NANOS = Duration.ofMillis(500).toNanos();

    private final JobQuestions questions;
    private final Runnable onAnswer;
    private final Question<Map<TopicPartition, Long>> askedEnds;
    private @Nullable Map<TopicPartition, Long> ends;
    private @Nullable Question<Boolean> look;
    private long nextLook;
    private boolean done;

    /** {@code onAnswer} is run by any thread when an answer has come. */
    JobProgress(JobQuestions questions, Runnable onAnswer, long now) {
        this.questions = questions;
        this.onAnswer = onAnswer;
        this.askedEnds = new Question<>("where the inputs end", questions::ends, onAnswer);
        this.nextLook = now;
    }

    /** Returns where the work ends in each partition, once that is known; asks for it. */
    Optional<Map<TopicPartition, Long>> ends(long now) {
        if (ends == null) {
            ends = askedEnds.answer(now).orElse(null);
        }
        return Optional.ofNullable(ends);
    }

    /** Returns whether all is done as far as is known, and asks now and then. */
    boolean isDone(long now) {
        Map<TopicPartition, Long> known = ends;
        if (!done && known != null && now - nextLook >= 0) {
            askedLook(known).answer(now).ifPresent(answer -> {
                done = answer;
                look = null;
                nextLook = now + BETWEEN_LOOKS_NANOS;
            });
        }
        return done;
    }

    /** More has come to be done; nothing that was known of it counts. */
    void lookAgain() {
        done = false;
        look = null;
    }

    /** Returns how long there is nothing to ask, in nanoseconds. */
    long nanosToNextLook(long now) {
        return look == null ? Math.max(0, nextLook - now) : BETWEEN_LOOKS_NANOS;
    }

    private Question<Boolean> askedLook(Map<TopicPartition, Long> known) {
        Question<Boolean> asked = look;
        if (asked == null) {
            asked = new Question<>("how far the group is", () -> questions.isDone(known), onAnswer);
            look = asked;
        }
        return asked;
    }
}
