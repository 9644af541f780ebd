package io.millrace.testkit.docs;

import io.millrace.processor.Batch;
import io.millrace.processor.SourcePartition;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;

/** The batch sink of the examples, and a database that it writes to. */
final class BatchExample {

    private BatchExample() {}

    static Topology into(Database database) {
        TopologyBuilder builder = TopologyBuilder.named("batches").defaultSerdes(Serdes.String(), Serdes.String());
        KStream<String, String> stream = builder.stream("payments");
        stream.foreachBatch(batch -> database.inTransaction(tx -> {
            if (tx.lastEpoch(batch.partition()) < batch.epoch()) {
                tx.insertAll(batch.records());
                tx.setLastEpoch(batch.partition(), batch.epoch());
            }
        }));
        return builder.build();
    }

    /** Keeps values in memory, and the last batch of each partition with them. */
    static final class Database {
        private final List<String> values = new ArrayList<>();
        private final Map<SourcePartition, Long> lastEpochs = new HashMap<>();

        List<String> values() {
            return List.copyOf(values);
        }

        void inTransaction(Consumer<Database> work) {
            work.accept(this);
        }

        long lastEpoch(SourcePartition partition) {
            return lastEpochs.getOrDefault(partition, 0L);
        }

        void insertAll(List<Batch.Item<String, String>> records) {
            records.forEach(record -> values.add(record.value()));
        }

        void setLastEpoch(SourcePartition partition, long epoch) {
            lastEpochs.put(partition, epoch);
        }
    }
}
