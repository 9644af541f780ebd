package io.millrace.internal.kafka;

import io.millrace.errors.MillraceException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes letters that are sent back, together with the note that they are. Their transactional id is always the same for one
 * topology: who begins ends what another has left open, and puts it out of action.
 *
 * <p>Waits for Kafka. Confined to the replay.
 */
final class DeadLetterTransactions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterTransactions.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final String topology;
    private final Producer<byte[], byte[]> producer;
    private final ConsumerGroupMetadata group;

    /** {@code group} is the one whose offsets tell which letters are sent. */
    DeadLetterTransactions(String topology, Producer<byte[], byte[]> producer, ConsumerGroupMetadata group) {
        this.topology = topology;
        this.producer = producer;
        this.group = group;
    }

    /** Ends what another replay has left open, so that what it has sent is known for good. */
    void begin() {
        producer.initTransactions();
    }

    /**
     * Writes {@code records}, and that the letters in {@code sent} are sent.
     *
     * @throws MillraceException if that fails; then none of them is written, or all are and so is the note
     */
    void write(List<ProducerRecord<byte[], byte[]>> records, Map<TopicPartition, SentLetters> sent) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        sent.forEach((partition, letters) ->
                offsets.put(partition, letters.committed().orElseThrow(() -> tooScattered(partition))));
        try {
            producer.beginTransaction();
            records.forEach(producer::send);
            producer.sendOffsetsToTransaction(offsets, group);
            commit(records.size());
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new MillraceException(
                    "Topology '%s': another replay of its dead letters has begun, and this one has ended. Nothing is sent twice."
                            .formatted(topology),
                    e);
        } catch (KafkaException e) {
            abort();
            throw e;
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    /** Whether a commit without an answer counts is known when the next replay has begun; until then there is nothing to abort. */
    private void commit(int letters) {
        try {
            producer.commitTransaction();
        } catch (TimeoutException | InterruptException e) {
            throw new MillraceException(
                    "Topology '%s': the replay of its dead letters has ended early, because Kafka did not answer to the commit of the last %d. Whether those are sent is known to the next replay: see that Kafka answers, and replay again. Nothing is sent twice."
                            .formatted(topology, letters),
                    e);
        }
    }

    private void abort() {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            LOG.debug("A transaction could not be aborted; the next replay does it", e);
        }
    }

    private MillraceException tooScattered(TopicPartition partition) {
        return new MillraceException(
                "Topology '%s': dead letters that are to be sent back and others that are to stay alternate too often in %s to be noted beside the offset. Those before are sent. Replay without a filter, or with one that takes more of them, such as 'since'."
                        .formatted(topology, partition));
    }
}
