package io.millrace.internal.kafka;

import io.millrace.internal.epoch.CommittedEpoch;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.EventTimeProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** Says what each committed epoch did. Confined to the source worker. */
final class ProgressReporter {

    /** As many records as one poll returns. */
    private static final long CAUGHT_UP_LAG = ClientDefaults.MAX_POLL_RECORDS;

    private final String topology;
    private final org.apache.kafka.clients.consumer.Consumer<?, ?> consumer;
    private final Latencies latencies;
    private final Supplier<EventTimeProgress> eventTime;
    private final Supplier<ErrorProgress> errors;
    private final Consumer<EpochProgress> listener;

    ProgressReporter(
            String topology,
            org.apache.kafka.clients.consumer.Consumer<?, ?> consumer,
            Latencies latencies,
            Supplier<EventTimeProgress> eventTime,
            Supplier<ErrorProgress> errors,
            Consumer<EpochProgress> listener) {
        this.topology = topology;
        this.consumer = consumer;
        this.latencies = latencies;
        this.eventTime = eventTime;
        this.errors = errors;
        this.listener = listener;
    }

    void report(CommittedEpoch committed, long recordsRead) {
        Map<SourcePartition, Long> positions = new HashMap<>();
        committed.end().forEach((assignment, end) -> positions.put(assignment.partition(), end.offset()));
        Map<SourcePartition, Long> lag = lag(committed);
        listener.accept(new EpochProgress(
                topology,
                committed.number(),
                committed.startedAt(),
                committed.duration(),
                committed.alignTime(),
                committed.acknowledgeTime(),
                committed.commitTime(),
                recordsRead,
                committed.outputs(),
                positions,
                lag,
                lag.size() == positions.size() && lag.values().stream().allMatch(left -> left < CAUGHT_UP_LAG),
                latencies.takeQueueing(),
                latencies.takeProcessing(),
                latencies.takeEndToEnd(),
                eventTime.get(),
                errors.get()));
    }

    private Map<SourcePartition, Long> lag(CommittedEpoch committed) {
        Map<SourcePartition, Long> lags = new HashMap<>();
        committed.end().keySet().forEach(assignment -> {
            SourcePartition partition = assignment.partition();
            OptionalLong lag = knownLag(new TopicPartition(partition.topic(), partition.partition()));
            lag.ifPresent(left -> lags.put(partition, left));
        });
        return lags;
    }

    private OptionalLong knownLag(TopicPartition partition) {
        try {
            return consumer.currentLag(partition);
        } catch (IllegalStateException e) {
            return OptionalLong.empty(); // it has been taken away in the meantime
        }
    }
}
