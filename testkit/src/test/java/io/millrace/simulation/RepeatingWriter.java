package io.millrace.simulation;

import io.millrace.testkit.internal.memory.MemoryCluster;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Writes to a topic as a service that says of each output where it comes from, and sends outputs again as it starts over, while an
 * earlier process of it goes on. Now and then the topic that it reads is deleted and made anew. What it has to do with replays it
 * does by itself, without the engine's code. Confined to the simulation's thread.
 */
final class RepeatingWriter {

    private static final int PROCESSES = 2;
    private static final String HEADER = "millrace-origin";
    private static final byte VERSION = 1;
    private static final int WRITER = 4711;
    private static final int HEADER_BYTES = 39;

    private final MemoryCluster cluster;
    private final SimulatedTime time;
    private final Random random;
    private final int partition;
    private final List<Sent> sent = new ArrayList<>();
    private final int[] positions = new int[PROCESSES];
    private long topic = 1;
    private long offset;
    private int ordinal;

    /** {@code partition} is the one that it reads. */
    RepeatingWriter(MemoryCluster cluster, SimulatedTime time, Random random, int partition) {
        this.cluster = cluster;
        this.time = time;
        this.random = random;
        this.partition = partition;
    }

    /** A record, and the header that says where it comes from. Immutable. */
    private record Sent(TopicPartition to, byte[] key, byte[] value, byte[] header) {}

    /** Writes a new record, behind all that it has not written yet. */
    void write(TopicPartition to, byte[] key, byte[] value) {
        int next = random.nextInt(8);
        if (next == 0) {
            topic++;
            offset = 0;
            ordinal = 0;
        } else if (next < 6) {
            offset += next;
            ordinal = 0;
        } else {
            ordinal++;
        }
        sent.add(new Sent(to, key, value, header()));
        while (positions[0] < sent.size()) {
            writeNext(0);
        }
    }

    /** Writes some records again. */
    void repeat() {
        int process = random.nextInt(PROCESSES);
        if (random.nextInt(3) == 0) {
            positions[process] = random.nextInt(sent.size() + 1);
        }
        for (int count = 1 + random.nextInt(4); count > 0 && positions[process] < sent.size(); count--) {
            writeNext(process);
        }
    }

    private void writeNext(int process) {
        Sent next = sent.get(positions[process]++);
        RecordHeaders headers = new RecordHeaders();
        headers.add(HEADER, next.header());
        cluster.append(next.to(), next.key(), next.value(), time.currentTimeMillis(), headers);
    }

    private byte[] header() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(VERSION)
                .putInt(WRITER)
                .putLong(partition)
                .putLong(topic)
                .putInt(partition)
                .putShort((short) -1)
                .putLong(offset)
                .putInt(ordinal)
                .array();
    }
}
