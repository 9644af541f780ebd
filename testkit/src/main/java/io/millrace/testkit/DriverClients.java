package io.millrace.testkit;

import io.millrace.runtime.ClientConfig;
import io.millrace.runtime.KafkaClientSupplier;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka clients of one run of the topology: those of the in-memory cluster, watched for outputs, crash points and revocations.
 *
 * <p>Confined to the driver's thread.
 */
final class DriverClients implements KafkaClientSupplier {

    private final KafkaClientSupplier clients;
    private final Outputs outputs;
    private final CrashPlan plan;
    private final Runnable deliverAll;
    private @Nullable GroupConsumer group;

    /** {@code deliverAll} completes what is under way in the cluster. */
    DriverClients(KafkaClientSupplier clients, Outputs outputs, CrashPlan plan, Runnable deliverAll) {
        this.clients = clients;
        this.outputs = outputs;
        this.plan = plan;
        this.deliverAll = deliverAll;
    }

    /** Returns the consumer that is a member of the group, once there is one. */
    Optional<GroupConsumer> group() {
        return Optional.ofNullable(group);
    }

    @Override
    public Consumer<byte[], byte[]> consumer(ClientConfig config) {
        Consumer<byte[], byte[]> consumer = clients.consumer(config);
        if (!config.required().containsKey(ConsumerConfig.GROUP_ID_CONFIG)) {
            return consumer;
        }
        GroupConsumer member = new GroupConsumer(consumer, plan);
        group = member;
        return member.seen();
    }

    @Override
    public Producer<byte[], byte[]> producer(ClientConfig config) {
        Producer<byte[], byte[]> producer = clients.producer(config);
        return config.required().containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG)
                ? CommitProducer.around(producer, plan, outputs, deliverAll)
                : OutputProducer.around(producer, outputs);
    }

    @Override
    public Admin admin(ClientConfig config) {
        return clients.admin(config);
    }
}
