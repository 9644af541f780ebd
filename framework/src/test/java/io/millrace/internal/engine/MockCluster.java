package io.millrace.internal.engine;

import io.millrace.runtime.ClientConfig;
import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.support.TopicConfigs;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own mocks as a cluster that has every topic, with one partition. */
final class MockCluster implements KafkaClientSupplier {

    private static final TopicPartition IN = new TopicPartition("in", 0);

    private final Group consumer = new Group();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Map<KafkaFutureImpl<TopicDescription>, TopicDescription> unanswered = new HashMap<>();
    private boolean answersLater;
    private long records;

    MockConsumer<byte[], byte[]> consumer() {
        return consumer;
    }

    MockProducer<byte[], byte[]> producer() {
        return producer;
    }

    /** Keeps answers to admin clients until {@link #answer}. */
    void answersLater() {
        answersLater = true;
    }

    void answer() {
        unanswered.forEach(KafkaFutureImpl::complete);
        unanswered.clear();
    }

    /** Assigns the partition of topic {@code in} to the consumer. */
    void assign() {
        Node node = new Node(0, "localhost", 1);
        consumer.updatePartitions(
                "in", List.of(new PartitionInfo("in", 0, node, new Node[] {node}, new Node[] {node})));
        consumer.updateBeginningOffsets(Map.of(IN, 0L));
        consumer.updateEndOffsets(Map.of(IN, 0L));
        consumer.rebalance(List.of(IN));
    }

    void record(String value) {
        consumer.addRecord(
                new ConsumerRecord<>("in", 0, records++, new byte[0], value.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the values of all outputs. */
    List<String> written() {
        return producer.history().stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Returns the offset that is committed. */
    long committed() {
        OffsetAndMetadata offset = consumer.committed(Set.of(IN)).get(IN);
        return offset == null ? 0 : offset.offset();
    }

    @Override
    public Consumer<byte[], byte[]> consumer(ClientConfig config) {
        return consumer;
    }

    @Override
    public Producer<byte[], byte[]> producer(ClientConfig config) {
        return producer;
    }

    @Override
    public Admin admin(ClientConfig config) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("describeTopics")) {
                        return new Topics(descriptions((Collection<?>) arguments[0]));
                    }
                    if (method.getName().equals("describeConfigs")) {
                        return TopicConfigs.answer((Collection<?>) arguments[0], topic -> 1_000_000);
                    }
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
    }

    private Map<String, KafkaFuture<TopicDescription>> descriptions(Collection<?> names) {
        Map<String, KafkaFuture<TopicDescription>> answers = new HashMap<>();
        for (Object name : names) {
            KafkaFutureImpl<TopicDescription> answer = new KafkaFutureImpl<>();
            unanswered.put(answer, new TopicDescription((String) name, false, List.of()));
            answers.put((String) name, answer);
        }
        if (!answersLater) {
            answer();
        }
        return answers;
    }

    private static final class Topics extends DescribeTopicsResult {
        Topics(Map<String, KafkaFuture<TopicDescription>> answers) {
            super(null, answers);
        }
    }

    /** The mock, with the overloads that it has no answer to. */
    private static final class Group extends MockConsumer<byte[], byte[]> {
        Group() {
            super("earliest");
        }
    }
}
