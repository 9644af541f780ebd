package io.millrace.internal.kafka;

import io.millrace.errors.InputLostException;
import io.millrace.errors.MillraceException;
import io.millrace.internal.exchange.WakeUp;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The consumer's poll, the one place where the poll thread sleeps, and what wakes it there. Who wakes it before it sleeps has it not
 * sleep.
 *
 * <p>Confined to the source worker, {@link #wakeUp} aside.
 */
final class WakefulPoll implements WakeUp {

    private static final int MOST_POLLS_WITHOUT_OFFSETS = 100;

    private final String topology;
    private final Consumer<byte[], byte[]> consumer;
    private int pollsWithoutOffsets;
    private volatile boolean sleeping;
    private volatile boolean woken;

    WakefulPoll(String topology, Consumer<byte[], byte[]> consumer) {
        this.topology = topology;
        this.consumer = consumer;
    }

    /** Callable by any thread. */
    @Override
    public void wakeUp() {
        woken = true;
        VarHandle.fullFence();
        if (sleeping) {
            consumer.wakeup();
        }
    }

    /** Asks Kafka for records, and sleeps for up to {@code nanos} until there are some or somebody calls {@link #wakeUp}. */
    ConsumerRecords<byte[], byte[]> poll(long nanos) {
        sleeping = nanos > 0;
        VarHandle.fullFence();
        boolean stayAwake = woken;
        woken = false;
        try {
            ConsumerRecords<byte[], byte[]> records =
                    consumer.poll(stayAwake ? Duration.ZERO : Duration.ofNanos(nanos));
            if (!records.isEmpty()) {
                pollsWithoutOffsets = 0;
            }
            return records;
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (NoOffsetForPartitionException e) {
            return noOffsets(e);
        } catch (OffsetOutOfRangeException e) {
            throw new InputLostException(
                    topology, "offsets %s are not in the topic any more".formatted(e.offsetOutOfRangePartitions()));
        } catch (KafkaException e) {
            throw ofRebalance(e);
        } finally {
            sleeping = false;
        }
    }

    /**
     * With the {@code consumer} group protocol Kafka looks for offsets before it tells us of the assignment, and complains a
     * little later; we find and seek all start positions ourselves. Only if it goes on to complain is something wrong.
     */
    private ConsumerRecords<byte[], byte[]> noOffsets(NoOffsetForPartitionException e) {
        if (++pollsWithoutOffsets > MOST_POLLS_WITHOUT_OFFSETS) {
            throw e;
        }
        return ConsumerRecords.empty();
    }

    /** Returns what a rebalance threw, which Kafka wraps: our own, and a missing answer that may come next time. */
    private static RuntimeException ofRebalance(KafkaException e) {
        if (e.getCause() instanceof MillraceException ours) {
            return ours;
        }
        return e.getCause() instanceof RetriableException passing ? passing : e;
    }
}
