package io.millrace.benchmark.run;

import io.millrace.benchmark.workload.Answer;
import io.millrace.benchmark.workload.AnswerReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import tools.jackson.core.JacksonException;

/**
 * The results of one run as they arrive.
 *
 * <p>Confined to the analyser.
 */
final class ResultTopic implements AutoCloseable {
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(50);
    private static final Duration REST_TIMEOUT = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final AnswerReader reader;
    private final Ledger ledger;

    ResultTopic(String topic, KafkaConsumer<byte[], byte[]> consumer, AnswerReader reader, Ledger ledger) {
        this.consumer = consumer;
        this.reader = reader;
        this.ledger = ledger;
        partitions = IntStream.range(0, KafkaAccess.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        // Positions are looked up at the first poll: done here, it takes no time from a measurement.
        partitions.forEach(consumer::position);
    }

    /** Waits a moment for results and returns how many there are, without reading them. */
    int count() {
        return consumer.poll(POLL_TIMEOUT).count();
    }

    /** Waits a moment for results, enters them in the ledger, and gives the right ones to {@code onRight}. */
    void receive(Consumer<Received> onRight) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_TIMEOUT);
        long receivedNanos = System.nanoTime();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                Answer answer = reader.read(record.value());
                if (ledger.answered(answer)) {
                    onRight.accept(new Received(answer, receivedNanos));
                }
            } catch (JacksonException unreadable) {
                ledger.unreadable(unreadable.getOriginalMessage());
            }
        }
    }

    /** Goes back to the first result. */
    void rewind() {
        consumer.seekToBeginning(partitions);
    }

    /** Receives everything up to the present end; call it when the engine has stopped. */
    void receiveRest() {
        long deadline = System.nanoTime() + REST_TIMEOUT.toNanos();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, REST_TIMEOUT);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() - deadline >= 0) {
                throw new RunFailedException(
                        "The results could not be read to their end within %d s.".formatted(REST_TIMEOUT.toSeconds()));
            }
            receive(received -> {});
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** A right answer, and when it came on the clock of {@link System#nanoTime()}. */
    record Received(Answer answer, long receivedNanos) {}
}
