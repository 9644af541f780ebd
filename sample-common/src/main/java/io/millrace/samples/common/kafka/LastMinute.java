package io.millrace.samples.common.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.stereotype.Component;

/**
 * Lets a listener begin with the records of the last minute.
 *
 * <p>{@code auto.offset.reset=latest} would miss what is written while the consumer looks for the end. With {@code
 * by_duration} it finds no position at all in a partition without records of that time, and asks again after 30 seconds.
 */
@Component
final class LastMinute implements ConsumerAwareRebalanceListener {
    private final Clock clock;

    LastMinute(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        long minuteAgo = clock.instant().minus(Duration.ofMinutes(1)).toEpochMilli();
        // The ends first: what comes after them has its place behind them.
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, @Nullable OffsetAndTimestamp> begins = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> minuteAgo)));
        ends.forEach((partition, end) -> {
            OffsetAndTimestamp begin = begins.get(partition);
            consumer.seek(partition, begin == null ? end : begin.offset());
        });
    }
}
