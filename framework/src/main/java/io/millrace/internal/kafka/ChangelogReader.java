package io.millrace.internal.kafka;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is committed of some partitions, with one consumer that it makes when it is first needed: changelogs for a restore worker,
 * and what global tables are made of for their reader.
 *
 * <p>Confined to the worker that it reads for, but for {@link #wakeUp}.
 */
final class ChangelogReader {

    private static final Duration LONGEST_SLEEP = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<TopicPartition, Taker> takers = new HashMap<>();
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean sleeping;
    private volatile boolean woken;

    ChangelogReader(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    /** Takes what was read of one changelog. */
    interface Taker {

        /** {@code next} is where reading goes on, which may be past offsets that hold no committed record. */
        void take(List<ConsumerRecord<byte[], byte[]>> records, long next);

        /** The changelog does not hold the offset where reading was to go on. The caller stops reading it. */
        void outOfRange();
    }

    /** Reads {@code changelog} from offset {@code from} on, also if it is being read already. */
    void read(TopicPartition changelog, long from, Taker taker) {
        Consumer<byte[], byte[]> reading = consumer == null ? consumers.get() : Objects.requireNonNull(consumer);
        consumer = reading;
        takers.put(changelog, taker);
        reading.assign(takers.keySet());
        reading.seek(changelog, from);
    }

    void stop(TopicPartition changelog) {
        Consumer<byte[], byte[]> reading = consumer;
        if (takers.remove(changelog) != null && reading != null) {
            reading.assign(takers.keySet());
        }
    }

    boolean isReading() {
        return !takers.isEmpty();
    }

    /** Gives what there is to the takers; waits a little for it if {@code maySleep}. */
    void poll(boolean maySleep) {
        ConsumerRecords<byte[], byte[]> records = records(maySleep);
        Map<TopicPartition, OffsetAndMetadata> next = records.nextOffsets();
        next.forEach((changelog, offset) -> {
            Taker taker = takers.get(changelog);
            if (taker != null) {
                taker.take(records.records(changelog), offset.offset());
            }
        });
    }

    /** Ends the sleep in {@link #poll}, or keeps the next one from beginning. Callable by any thread. */
    void wakeUp() {
        woken = true;
        VarHandle.fullFence();
        Consumer<byte[], byte[]> reading = consumer;
        if (sleeping && reading != null) {
            reading.wakeup();
        }
    }

    void close() {
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    private ConsumerRecords<byte[], byte[]> records(boolean maySleep) {
        Consumer<byte[], byte[]> reading = Objects.requireNonNull(consumer, "it is made when reading begins");
        sleeping = maySleep;
        VarHandle.fullFence();
        boolean stayAwake = woken || !maySleep;
        woken = false;
        try {
            return reading.poll(stayAwake ? Duration.ZERO : LONGEST_SLEEP);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions().keySet().forEach(this::outOfRange);
            return ConsumerRecords.empty();
        } finally {
            sleeping = false;
        }
    }

    private void outOfRange(TopicPartition changelog) {
        Taker taker = takers.get(changelog);
        if (taker != null) {
            stop(changelog);
            taker.outOfRange();
        }
    }
}
