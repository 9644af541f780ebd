package io.millrace.testkit.internal.memory;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * What a producer may do next, and its requests to the transaction coordinator; as Kafka's own {@code TransactionManager}.
 *
 * <p>Confined to the test's thread.
 */
final class ProducerTransactions {

    private final Connection connection;
    private final String id;
    private final long timeoutNanos;
    private final Duration patience;
    private final Channel delayed;
    private TransactionPhase phase = TransactionPhase.UNINITIALIZED;
    private @Nullable ProducerIdentity producer;
    private @Nullable Exception error;
    private boolean started;
    private @Nullable String unanswered;

    /**
     * @param id the transactional id
     * @param timeoutNanos after which the cluster aborts a transaction
     * @param patience how long a request is waited for
     */
    ProducerTransactions(Connection connection, String id, long timeoutNanos, Duration patience) {
        this.connection = connection;
        this.id = id;
        this.timeoutNanos = timeoutNanos;
        this.patience = patience;
        this.delayed = connection.channel("requests of transaction " + id);
    }

    String id() {
        return id;
    }

    /** Returns who it is to the cluster, once it has been told. */
    ProducerIdentity producer() {
        return Objects.requireNonNull(producer, "initTransactions comes first");
    }

    boolean isOpen() {
        return phase == TransactionPhase.IN_TRANSACTION || phase == TransactionPhase.ABORTABLE_ERROR;
    }

    boolean hasFailed() {
        return error != null;
    }

    void init() {
        throwIfUnanswered("initTransactions");
        throwIfFailed();
        if (phase != TransactionPhase.UNINITIALIZED) {
            throw new IllegalStateException(illegal("initTransactions"));
        }
        Disturbance.Effect effect = connection.request(Disturbance.Kind.INIT_TRANSACTIONS, id);
        switch (effect) {
            case NONE, LATE_ANSWER, REFUSED -> producer = initNow();
            case LOST_ANSWER -> initNow();
            case DELAYED -> delayed.add(this::initNow);
            case LOST_REQUEST -> {}
        }
        if (producer == null) {
            unanswered = "initTransactions";
            throw connection.timedOut(Disturbance.Kind.INIT_TRANSACTIONS, id, patience);
        }
        unanswered = null;
        phase = TransactionPhase.READY;
    }

    void begin() {
        throwIfUnanswered("beginTransaction");
        throwIfFailed();
        if (phase != TransactionPhase.READY) {
            throw new IllegalStateException(illegal("beginTransaction"));
        }
        phase = TransactionPhase.IN_TRANSACTION;
        started = false;
    }

    /** Checks that a record may be sent now. */
    void beforeSend() {
        if (error != null) {
            throw new KafkaException(
                    "Cannot perform send because at least one previous transactional or idempotent request has failed with"
                            + " errors.",
                    error);
        }
        if (phase == TransactionPhase.UNINITIALIZED) {
            throw new IllegalStateException(
                    "Cannot perform a 'send' before completing a call to initTransactions when transactions are enabled.");
        }
        throwIfUnanswered("send");
        if (phase != TransactionPhase.IN_TRANSACTION) {
            throw new IllegalStateException("Cannot call send in state " + phase);
        }
    }

    /** A record is part of the transaction now. */
    void sent() {
        started = true;
    }

    void sendOffsets(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata member) {
        throwIfUnanswered("sendOffsetsToTransaction");
        throwIfFailed();
        if (phase != TransactionPhase.IN_TRANSACTION) {
            throw new IllegalStateException(
                    "Cannot send offsets if a transaction is not in progress (currentState= %s)".formatted(phase));
        }
        if (offsets.isEmpty()) {
            return;
        }
        ProducerIdentity sender = producer();
        started = true;
        switch (connection.request(Disturbance.Kind.TRANSACTION_OFFSETS, member.groupId())) {
            case NONE, LATE_ANSWER, REFUSED -> sendOffsetsNow(sender, offsets, member);
            case LOST_ANSWER -> {
                connection.broker().appendOffsets(id, sender, offsets, member);
                throw connection.timedOut(Disturbance.Kind.TRANSACTION_OFFSETS, id, patience);
            }
            case DELAYED -> {
                delayed.add(
                        () -> ignoringRefusal(() -> connection.broker().appendOffsets(id, sender, offsets, member)));
                throw connection.timedOut(Disturbance.Kind.TRANSACTION_OFFSETS, id, patience);
            }
            case LOST_REQUEST -> throw connection.timedOut(Disturbance.Kind.TRANSACTION_OFFSETS, id, patience);
        }
    }

    /** Commits; what was sent has been answered before. */
    void commit() {
        throwIfUnanswered("commitTransaction");
        throwIfFailed();
        end(Disturbance.Kind.COMMIT_TRANSACTION, "commitTransaction", true);
    }

    /** Aborts; what was sent has been answered or given up before. */
    void abort() {
        throwIfUnanswered("abortTransaction");
        if (phase != TransactionPhase.ABORTABLE_ERROR) {
            throwIfFailed();
        }
        end(Disturbance.Kind.ABORT_TRANSACTION, "abortTransaction", false);
        error = null;
    }

    /** A record was refused. */
    void failed(Exception exception) {
        boolean fatal = exception instanceof ProducerFencedException || exception instanceof InvalidPidMappingException;
        if (fatal || phase == TransactionPhase.FATAL_ERROR) {
            phase = TransactionPhase.FATAL_ERROR;
        } else if (phase == TransactionPhase.IN_TRANSACTION) {
            phase = TransactionPhase.ABORTABLE_ERROR;
        } else if (phase != TransactionPhase.ABORTABLE_ERROR) {
            return;
        }
        error = exception;
    }

    /** @throws RuntimeException what made the transaction fail, once a record of it was refused */
    void throwFailure() {
        if (error instanceof RuntimeException failure) {
            throw failure;
        }
        throwIfFailed();
    }

    private ProducerIdentity initNow() {
        return connection.broker().transactions().init(id, timeoutNanos);
    }

    private void sendOffsetsNow(
            ProducerIdentity sender, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata member) {
        Errors refusal;
        try {
            refusal = connection.broker().appendOffsets(id, sender, offsets, member);
        } catch (ProducerFencedException | InvalidPidMappingException e) {
            failed(e);
            throw e;
        }
        if (refusal == Errors.UNKNOWN_MEMBER_ID || refusal == Errors.ILLEGAL_GENERATION) {
            refuse(new CommitFailedException(
                    "Transaction offset Commit failed due to consumer group metadata mismatch: " + refusal.message()));
        } else if (refusal != Errors.NONE) {
            refuse(refusal.exception());
        }
    }

    private void refuse(RuntimeException refusal) {
        failed(refusal);
        throw refusal;
    }

    private void end(Disturbance.Kind kind, String call, boolean commit) {
        if (!isOpen()) {
            throw new IllegalStateException(illegal(call));
        }
        if (started) {
            unanswered = call;
            endStarted(kind, commit);
            unanswered = null;
        }
        phase = TransactionPhase.READY;
    }

    private void endStarted(Disturbance.Kind kind, boolean commit) {
        ProducerIdentity ending = producer();
        switch (connection.request(kind, id)) {
            case NONE, LATE_ANSWER, REFUSED -> endNow(ending, commit);
            case LOST_ANSWER -> {
                ignoringRefusal(() -> connection.broker().transactions().end(id, ending, commit));
                throw connection.timedOut(kind, id, patience);
            }
            case DELAYED -> {
                delayed.add(() ->
                        ignoringRefusal(() -> connection.broker().transactions().end(id, ending, commit)));
                throw connection.timedOut(kind, id, patience);
            }
            case LOST_REQUEST -> throw connection.timedOut(kind, id, patience);
        }
    }

    private void endNow(ProducerIdentity ending, boolean commit) {
        try {
            producer = connection.broker().transactions().end(id, ending, commit);
        } catch (KafkaException e) {
            unanswered = null;
            phase = TransactionPhase.FATAL_ERROR;
            error = e;
            throw e;
        }
    }

    private static void ignoringRefusal(Runnable request) {
        try {
            request.run();
        } catch (ProducerFencedException | InvalidPidMappingException | InvalidTxnStateException e) {
            return; // nobody waits for the answer
        }
    }

    private void throwIfUnanswered(String call) {
        if (unanswered != null && !unanswered.equals(call)) {
            throw new IllegalStateException(
                    "Cannot call %s because the previous call to %s timed out and must be retried"
                            .formatted(call, unanswered));
        }
    }

    private void throwIfFailed() {
        if (error == null) {
            return;
        }
        if (error instanceof ProducerFencedException) {
            throw new ProducerFencedException(
                    "Producer with transactionalId '%s' and %s has been fenced by another producer with the same transactionalId"
                            .formatted(id, producer));
        }
        if (error instanceof InvalidProducerEpochException) {
            throw new InvalidProducerEpochException(
                    "Producer with transactionalId '%s' and %s attempted to produce with an old epoch"
                            .formatted(id, producer));
        }
        throw new KafkaException("Cannot execute transactional method because we are in an error state", error);
    }

    private String illegal(String call) {
        return "TransactionalId %s: Invalid transition attempted by %s from state %s".formatted(id, call, phase);
    }
}
