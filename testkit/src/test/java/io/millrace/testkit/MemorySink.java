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
import java.util.HashSet;
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
    final Set<OutputId> givenUp = new HashSet<>();
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
            public void giveUp(SinkRecord<String, String> record, long replayFrom) throws IOException {
                if (away) {
                    throw new IOException("away");
                }
                keep(record.id().orElseThrow(), replayFrom);
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
        List<SinkRecord<String, String>> unseen =
                batch.stream().filter(this::isUnseen).toList();
        if (unseen.stream().map(SinkRecord::value).anyMatch(refused::contains)) {
            throw new RefusedException("not this one");
        }
        batches.add(batch.stream().map(SinkRecord::value).toList());
        for (SinkRecord<String, String> record : unseen) {
            values.add(record.value());
            record.id().ifPresent(id -> newest.put(id.channel(), id));
        }
    }

    private boolean isUnseen(SinkRecord<String, String> record) {
        if (record.id().filter(givenUp::contains).isPresent()) {
            throw RefusedException.again();
        }
        return record.id().isEmpty() || isNew(record.id().get());
    }

    private void keep(OutputId id, long replayFrom) {
        givenUp.removeIf(old -> old.channel().equals(id.channel()) && old.offset() < replayFrom);
        if (isNew(id)) {
            givenUp.add(id);
            newest.put(id.channel(), id);
        }
    }

    private boolean isNew(OutputId id) {
        OutputId last = newest.get(id.channel());
        return last == null || id.isBehind(last);
    }
}
