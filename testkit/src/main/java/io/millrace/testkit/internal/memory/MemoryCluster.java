package io.millrace.testkit.internal.memory;

import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka cluster of one broker, in memory, for one thread and a clock of the test: topics, consumer groups of the classic
 * protocol, transactions.
 *
 * <p>Nothing here waits, and nothing happens by itself but what the clock gives rise to. What takes time in a real cluster is a
 * delivery: answers to sends, to asynchronous commits and to requests to join a group, heartbeats that tell of a rebalance, and
 * the markers of transactions. The test makes deliveries in any order ({@link #deliver}) or all of them ({@link #deliverAll}); a
 * client's call that waits makes those it waits for.
 *
 * <p>Confined to the test's thread.
 */
public final class MemoryCluster {

    private final TimeSource time;
    private final Broker broker;
    private final Map<String, Instance> instances = new HashMap<>();

    public MemoryCluster(TimeSource time) {
        this.time = time;
        this.broker = new Broker(time);
    }

    /** @throws org.apache.kafka.common.errors.TopicExistsException if there is one of that name */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /** @throws org.apache.kafka.common.errors.TopicExistsException if there is one of that name */
    public void createTopic(String name, int partitions, Map<String, String> configs) {
        broker.topics().create(name, partitions, configs);
    }

    public boolean hasTopic(String name) {
        return broker.topics().find(name) != null;
    }

    /** Returns the names of all topics. */
    public Set<String> topics() {
        return broker.topics().all().stream().map(Topic::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the number of partitions of {@code topic}; 0 if there is no such topic. */
    public int partitions(String topic) {
        return broker.topics().view().count(topic);
    }

    public void deleteTopic(String name) {
        broker.topics().delete(name);
    }

    /** Adds partitions to {@code topic} until there are {@code total}. */
    public void addPartitions(String topic, int total) {
        broker.topics().grow(topic, total);
    }

    /** Appends a record as a foreign producer would; returns its offset. */
    public long append(
            TopicPartition partition, byte @Nullable [] key, byte @Nullable [] value, long timestamp, Headers headers) {
        return broker.topics().log(partition).append(timestamp, key, value, new RecordHeaders(headers));
    }

    /** As above, with the present time and without headers. */
    public long append(TopicPartition partition, byte @Nullable [] key, byte @Nullable [] value) {
        return append(partition, key, value, time.currentTimeMillis(), new RecordHeaders());
    }

    /** Returns the records of {@code partition} from offset {@code from} on. */
    public List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long from, Isolation isolation) {
        PartitionLog log = broker.topics().log(partition);
        return log.read(Math.max(from, log.start()), Integer.MAX_VALUE, isolation)
                .records();
    }

    public long startOffset(TopicPartition partition) {
        return broker.topics().log(partition).start();
    }

    /** Returns where {@code partition} ends for a reader: at its first open transaction, or really. */
    public long endOffset(TopicPartition partition, Isolation isolation) {
        return broker.topics().log(partition).end(isolation);
    }

    /** Removes the records before {@code offset}, as retention does. */
    public void deleteRecordsBefore(TopicPartition partition, long offset) {
        broker.topics().log(partition).deleteBefore(offset);
    }

    /** Raises the leader epoch of what is appended from now on. */
    public void electLeader(TopicPartition partition) {
        broker.topics().log(partition).electLeader();
    }

    /** Returns what {@code group} has committed. */
    public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        return broker.groups().of(group).offsets().all();
    }

    /** Overwrites committed offsets, as an operator who resets them. */
    public void commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        broker.groups().of(group).offsets().commit(offsets);
    }

    /** Removes all committed offsets, as their retention does. */
    public void forgetOffsets(String group) {
        broker.groups().of(group).offsets().clear();
    }

    /** Returns the ids of the members of {@code group}. */
    public List<String> members(String group) {
        return broker.groups().of(group).memberIds();
    }

    /** Returns whether no rebalance of {@code group} goes on. */
    public boolean isStable(String group) {
        ConsumerGroup found = broker.groups().of(group);
        return found.isEmpty() || found.isStable();
    }

    /** Returns the transactional ids whose transactions are open, or whose markers are on their way. */
    public List<String> openTransactions() {
        return broker.transactions().all().stream()
                .filter(entry -> entry.isOngoing() || entry.isEnding())
                .map(TransactionEntry::id)
                .toList();
    }

    /** As below, for a service that sets nothing itself. */
    public KafkaClientSupplier clients(String instance) {
        return clients(instance, Map.of());
    }

    /**
     * Returns what makes the clients of a process; for a name that was cut off, of a new one.
     *
     * @param settings the service's own settings for all its clients
     */
    public KafkaClientSupplier clients(String instance, Map<String, Object> settings) {
        Instance current = instances.get(instance);
        if (current == null || current.isCutOff()) {
            current = new Instance(instance);
            instances.put(instance, current);
        }
        return new MemoryClients(new Connection(broker, current), settings);
    }

    /**
     * The process is dead: its clients do nothing any more, and what is on its way to or from them is gone. What has arrived stays;
     * its place in a group and its open transaction stay until they time out.
     */
    public void cutOff(String instance) {
        Instance dead = require(instance);
        dead.cutOff(time.nanoTime());
        broker.deliveries().drop(dead);
    }

    /** The process stands still: it sends no heartbeats and gets no answers until {@link #thaw}. Its clients are not to be used. */
    public void freeze(String instance) {
        require(instance).freeze(time.nanoTime());
    }

    /** The process goes on where it was. */
    public void thaw(String instance) {
        broker.tick();
        require(instance).thaw();
    }

    /** Has {@code disturbance} asked for each request from now on. */
    public void disturb(Disturbance disturbance) {
        broker.disturb(disturbance);
    }

    /** Has {@code listener} told how long a client's call would wait that returns, or times out, at once. It may move the clock. */
    public void whileWaiting(Consumer<Duration> listener) {
        broker.whileWaiting(listener);
    }

    /** Does what the time that has passed gives rise to. The clients' calls do so, too. */
    public void tick() {
        broker.tick();
    }

    /** Returns how many deliveries can be made at the moment. */
    public int pending() {
        broker.tick();
        return broker.deliveries().pending();
    }

    /** Returns what the delivery {@code index} is, for a trace. */
    public String describe(int index) {
        return broker.deliveries().due(index).toString();
    }

    /** Makes the delivery {@code index}, which is less than {@link #pending}. Those before it come later; most keep their place. */
    public void deliver(int index) {
        broker.tick();
        broker.deliveries().due(index).deliverNext();
    }

    /** Makes all deliveries, and those that they give rise to. */
    public void deliverAll() {
        while (pending() > 0) {
            broker.deliveries().due(0).deliverNext();
        }
    }

    private Instance require(String instance) {
        Instance found = instances.get(instance);
        if (found == null) {
            throw new IllegalArgumentException(
                    "No clients were made for instance '%s', only for %s".formatted(instance, instances.keySet()));
        }
        return found;
    }
}
