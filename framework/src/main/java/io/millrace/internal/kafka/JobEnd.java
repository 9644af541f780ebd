package io.millrace.internal.kafka;

import io.millrace.internal.plan.TimePlan;
import io.millrace.processor.SourcePartition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of a job. Where time is kept, a last barrier tells the workers which partitions have nothing more, so that those which have
 * brought nothing hold time up no more. What that makes due may write to the topology's own topics again: then the end is not yet.
 *
 * <p>Confined to the source worker.
 */
final class JobEnd {

    private final JobProgress progress;
    private final JobQuestions questions;
    private final TimePlan plan;
    private final Runnable onAnswer;
    private @Nullable Question<Set<SourcePartition>> asked;
    private Set<SourcePartition> ended = Set.of();
    private boolean told;

    /** {@code onAnswer} is run by any thread when an answer has come. */
    JobEnd(JobProgress progress, JobQuestions questions, TimePlan plan, Runnable onAnswer) {
        this.progress = progress;
        this.questions = questions;
        this.plan = plan;
        this.onAnswer = onAnswer;
    }

    /** All that may flow has flowed and is committed by {@code now}, the engine's nanoTime; returns whether nothing is left to do. */
    boolean isCome(long now) {
        if (!progress.isDone(now)) {
            return false;
        }
        if (told || plan.shortestSilence().isEmpty()) {
            return true;
        }
        return question().answer(now).map(this::isNothing).orElse(false);
    }

    /** Returns the partitions that have nothing more, if the barrier is due that tells of them. */
    Set<SourcePartition> ended() {
        return ended;
    }

    /** That barrier has been sent. */
    void told() {
        goOn();
        told = true;
    }

    /** Records have come meanwhile. */
    void goOn() {
        told = false;
        asked = null;
        ended = Set.of();
        progress.lookAgain();
    }

    private boolean isNothing(Set<SourcePartition> answer) {
        ended = answer;
        return answer.isEmpty();
    }

    private Question<Set<SourcePartition>> question() {
        Question<Set<SourcePartition>> current = asked;
        if (current == null) {
            current = new Question<>("which partitions have nothing more", questions::ended, onAnswer);
            asked = current;
        }
        return current;
    }
}
