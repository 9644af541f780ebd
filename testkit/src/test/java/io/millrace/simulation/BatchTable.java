package io.millrace.simulation;

import io.millrace.processor.Batch;
import io.millrace.processor.BatchAction;
import io.millrace.processor.SourcePartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A database that takes each batch once, since it knows the highest number of each partition. A number has to come with the same
 * records each time. Confined to the simulation's thread.
 */
final class BatchTable implements BatchAction<String, String> {

    private final String name;
    private final NavigableMap<SourcePartition, NavigableMap<Long, List<KafkaContents.Entry>>> batches =
            new TreeMap<>(Comparator.comparing(SourcePartition::toString));

    BatchTable(String name) {
        this.name = name;
    }

    @Override
    public void apply(Batch<String, String> batch) {
        NavigableMap<Long, List<KafkaContents.Entry>> before =
                batches.computeIfAbsent(batch.partition(), any -> new TreeMap<>());
        List<KafkaContents.Entry> rows = batch.records().stream()
                .map(item -> row(batch.partition(), item))
                .toList();
        if (before.isEmpty() || before.lastKey() < batch.epoch()) {
            before.put(batch.epoch(), rows);
        } else if (!inOneOrder(rows).equals(inOneOrder(before.getOrDefault(batch.epoch(), List.of())))) {
            throw new OtherBatch(
                    "%s came with other records before: %s, now %s".formatted(batch, before.get(batch.epoch()), rows));
        }
    }

    /** Returns all rows, those of a partition in order. */
    List<KafkaContents.Entry> rows() {
        List<KafkaContents.Entry> rows = new ArrayList<>();
        batches.values().forEach(partition -> partition.values().forEach(rows::addAll));
        return rows;
    }

    /** Records that went several ways may come in another order than before. */
    private static List<String> inOneOrder(List<KafkaContents.Entry> rows) {
        return rows.stream().map(KafkaContents.Entry::toString).sorted().toList();
    }

    /** What stores have added is left out: with several inputs their order, which may change in a replay, decides on it. */
    private KafkaContents.Entry row(SourcePartition partition, Batch.Item<String, String> item) {
        String payload = Payload.of(item.value()).toString();
        return new KafkaContents.Entry(name, partition.partition(), item.offset(), item.key(), payload);
    }

    /** A batch is not what it was. */
    static final class OtherBatch extends RuntimeException {
        OtherBatch(String message) {
            super(message);
        }
    }
}
