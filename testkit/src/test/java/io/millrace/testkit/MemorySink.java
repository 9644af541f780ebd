package io.millrace.testkit;

import io.millrace.processor.OutputId;
import io.millrace.sink.BatchWriter;
import io.millrace.sink.RefusedException;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkEffect;
import io.millrace.sink.SinkRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A sink in memory, which outlives the runs that write to it, goes by ids, and is away or refuses values when the test says so. */
final class MemorySink implements Sink<String, String> {

    final List<String> values = new ArrayList<>();
    final List<List<String>> batches = new ArrayList<>();
    final List<SinkContext> writers = new ArrayList<>();
    int left;
    boolean away;
    Set<String> refused = Set.of();
    private final Map<OutputId.Channel, OutputId> newest = new HashMap<>();
    private final SinkEffect effect;

    MemorySink(SinkEffect effect) {
        this.effect = effect;
    }

    @Override
    public BatchWriter<String, String> writer(SinkContext context) {
        writers.add(context);
        return new BatchWriter<>() {
            @Override
            public void write(List<SinkRecord<String, String>> batch) throws IOException {
                writeAll(batch);
            }

            @Override
            public void close() {
                left++;
            }
        };
    }

    @Override
    public SinkEffect effect() {
        return effect;
    }

    private void writeAll(List<SinkRecord<String, String>> batch) throws IOException {
        if (away) {
            throw new IOException("away");
        }
        if (batch.stream().map(SinkRecord::value).anyMatch(refused::contains)) {
            throw new RefusedException("not this one");
        }
        batches.add(batch.stream().map(SinkRecord::value).toList());
        for (SinkRecord<String, String> record : batch) {
            if (record.id().isEmpty() || isNew(record.id().get())) {
                values.add(record.value());
            }
        }
    }

    private boolean isNew(OutputId id) {
        OutputId last = newest.get(id.channel());
        boolean isNew = last == null || id.isBehind(last);
        if (isNew) {
            newest.put(id.channel(), id);
        }
        return isNew;
    }
}
