package io.millrace.internal.kafka;

import io.millrace.internal.epoch.CommittedEpoch;
import io.millrace.internal.metrics.LatencyRecorder.Taker;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.EventTimeProgress;
import io.millrace.runtime.RecordLatencies;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** Says what each committed epoch did. Confined to the source worker. */
final class ProgressReporter {

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

    /** Tells of {@code committed}, in which {@code recordsRead} were read, and returns what it has told. */
    EpochProgress report(CommittedEpoch committed, long recordsRead) {
        Map<SourcePartition, Long> positions = new HashMap<>();
        committed.end().forEach((assignment, end) -> positions.put(assignment.partition(), end.offset()));
        Map<SourcePartition, Long> lag = lag(committed);
        RecordLatencies measured = latencies.take(Taker.EPOCH);
        EpochProgress progress = new EpochProgress(
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
                lag.size() == positions.size() && lag.values().stream().allMatch(left -> left < Reading.CAUGHT_UP_LAG),
                measured.queueing(),
                measured.processing(),
                measured.endToEnd(),
                eventTime.get(),
                errors.get());
        listener.accept(progress);
        return progress;
    }

    private Map<SourcePartition, Long> lag(CommittedEpoch committed) {
        Map<SourcePartition, Long> lags = new HashMap<>();
        committed.end().keySet().forEach(assignment -> {
            SourcePartition partition = assignment.partition();
            OptionalLong lag = Reading.lag(consumer, new TopicPartition(partition.topic(), partition.partition()));
            lag.ifPresent(left -> lags.put(partition, left));
        });
        return lags;
    }
}
