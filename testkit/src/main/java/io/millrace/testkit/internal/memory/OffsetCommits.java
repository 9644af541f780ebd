package io.millrace.testkit.internal.memory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The commits of one consumer. Answers to asynchronous ones are deliveries; the callbacks run in the consumer's next call.
 *
 * <p>Confined to the test's thread.
 */
final class OffsetCommits {

    private final Connection connection;
    private final GroupMembership membership;
    private final Subscription subscription;
    private final long requestTimeout;
    private final Channel answers;
    private final ArrayDeque<Runnable> completed = new ArrayDeque<>();

    /** {@code requestTimeout} is in nanoseconds. */
    OffsetCommits(Connection connection, GroupMembership membership, Subscription subscription, long requestTimeout) {
        this.connection = connection;
        this.membership = membership;
        this.subscription = subscription;
        this.requestTimeout = requestTimeout;
        this.answers =
                connection.channel("commits to group " + membership.group().id());
    }

    /** A commit, and the member of the group that it comes from as it was then. */
    private record Commit(
            Map<TopicPartition, OffsetAndMetadata> offsets,
            @Nullable OffsetCommitCallback callback,
            int generation,
            String memberId) {}

    void async(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
        runCallbacks();
        Commit commit = commit(offsets, callback);
        KafkaException obstacle = obstacle();
        if (obstacle != null) {
            completed.add(() -> tell(commit, obstacle));
            return;
        }
        switch (connection.request(
                Disturbance.Kind.COMMIT_OFFSETS, membership.group().id())) {
            case NONE -> answer(commit, arrive(commit));
            case DELAYED -> answers.add(() -> answerFirst(commit, arrive(commit)));
            case LATE_ANSWER -> {
                Errors error = arrive(commit);
                answers.addAt(connection.now() + requestTimeout, () -> answered(commit, error));
            }
            case LOST_ANSWER -> {
                arrive(commit);
                lose(commit);
            }
            case LOST_REQUEST -> lose(commit);
            case REFUSED -> answer(commit, Errors.COORDINATOR_NOT_AVAILABLE);
        }
    }

    /**
     * Commits and waits, also for the answers to all that was committed before.
     *
     * @throws TimeoutException if there is no answer in time
     */
    void sync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        runCallbacks();
        awaitAnswers(timeout);
        runCallbacks();
        if (offsets.isEmpty()) {
            return;
        }
        KafkaException obstacle = obstacle();
        if (obstacle != null) {
            throw obstacle;
        }
        Commit commit = commit(offsets, null);
        String group = membership.group().id();
        switch (connection.request(Disturbance.Kind.COMMIT_OFFSETS, group)) {
            case NONE, LATE_ANSWER, REFUSED -> {
                Errors error = arrive(commit);
                if (error != Errors.NONE) {
                    throw membership.refusals().refused(error, commit.generation(), commit.memberId());
                }
            }
            case DELAYED -> {
                answers.add(() -> arrive(commit));
                throw connection.timedOut(Disturbance.Kind.COMMIT_OFFSETS, group, timeout);
            }
            case LOST_ANSWER -> {
                arrive(commit);
                throw connection.timedOut(Disturbance.Kind.COMMIT_OFFSETS, group, timeout);
            }
            case LOST_REQUEST -> throw connection.timedOut(Disturbance.Kind.COMMIT_OFFSETS, group, timeout);
        }
    }

    /** Tells what has been answered. */
    void runCallbacks() {
        while (!completed.isEmpty()) {
            completed.remove().run();
        }
    }

    private void awaitAnswers(Duration timeout) {
        if (answers.isEmpty()) {
            return;
        }
        Duration wait = Duration.ofNanos(answers.nanosToNext(connection.now()));
        if (connection.isCutOff() || wait.compareTo(timeout) > 0) {
            throw connection.timedOut(
                    Disturbance.Kind.COMMIT_OFFSETS, membership.group().id(), timeout);
        }
        if (!wait.isZero()) {
            connection.broker().waited(wait);
        }
        answers.finish();
    }

    private Commit commit(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
        return subscription.isActive()
                ? new Commit(
                        offsets,
                        callback,
                        membership.state().generation(),
                        membership.state().memberId())
                : new Commit(offsets, callback, -1, "");
    }

    private @Nullable KafkaException obstacle() {
        return subscription.isActive() ? membership.refusals().obstacle() : null;
    }

    private Errors arrive(Commit commit) {
        Optional<String> instanceId = subscription.isActive() ? membership.instanceId() : Optional.empty();
        return connection
                .broker()
                .commitOffsets(
                        membership.group(), commit.offsets(), commit.memberId(), instanceId, commit.generation());
    }

    private void answer(Commit commit, Errors error) {
        answers.add(() -> answered(commit, error));
    }

    private void answerFirst(Commit commit, Errors error) {
        answers.addFirst(() -> answered(commit, error));
    }

    private void lose(Commit commit) {
        KafkaException lost = new TimeoutException("The request to commit offsets got no answer");
        answers.addAt(connection.now() + requestTimeout, () -> failed(commit, lost));
    }

    private void answered(Commit commit, Errors error) {
        if (error == Errors.NONE) {
            completed.add(() -> tell(commit, null));
        } else if (error.exception() instanceof RetriableException passing) {
            failed(commit, passing);
        } else {
            failed(commit, membership.refusals().refused(error, commit.generation(), commit.memberId()));
        }
    }

    private void failed(Commit commit, KafkaException reason) {
        completed.add(() -> tell(
                commit, reason instanceof RetriableException ? new RetriableCommitFailedException(reason) : reason));
    }

    private static void tell(Commit commit, @Nullable Exception failure) {
        OffsetCommitCallback callback = commit.callback();
        if (callback != null) {
            callback.onComplete(commit.offsets(), failure);
        }
    }
}
