package io.millrace.simulation;

import io.millrace.state.Materialized;
import io.millrace.topology.Joined;
import io.millrace.topology.KStream;
import io.millrace.topology.KTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Joins a stream with a table. Which version of a row a record finds depends on which came first; but with each result once, records
 * of a key find versions in their order, and once there is one always one. Immutable.
 *
 * @param left whether records come out that find nothing
 */
record TableJoinStep(boolean left) implements TimedStep {

    private static final String STREAM = "a";
    private static final String TABLE = "b";
    private static final String NOTHING = "-";
    private static final String STORE = "timed-table";
    private static final String JOIN = "timed-join";
    private static final String COPY = JOIN + "-right-copy";

    static TableJoinStep of(Random random) {
        return new TableJoinStep(random.nextBoolean());
    }

    @Override
    public List<String> inputs() {
        return List.of(STREAM, TABLE);
    }

    @Override
    public long allowedDisorder() {
        return 0;
    }

    @Override
    public long lateness() {
        return 0;
    }

    @Override
    public void build(Function<String, KStream<String, String>> sources) {
        KStream<String, String> stream = sources.apply(STREAM);
        KTable<String, String> table = sources.apply(TABLE)
                .groupByKey()
                .reduce(
                        (before, row) -> row,
                        Materialized.<String, String>as(STORE).withValueSerde(Serdes.String()));
        KStream<String, String> joined = left
                ? stream.leftJoin(table, TableJoinStep::pair, joined())
                : stream.join(table, TableJoinStep::pair, joined());
        joined.to(RESULTS);
    }

    @Override
    public void check(List<Event> events, TimedOutputs outputs, boolean once) {
        Map<String, List<String>> rows = byKey(TABLE, events);
        Map<String, List<String>> records = byKey(STREAM, events);
        Map<String, List<String>> found = new HashMap<>();
        for (KafkaContents.Entry result : outputs.results()) {
            String[] parts = result.text().split("\\+", -1);
            boolean known = records.getOrDefault(result.name(), List.of()).contains(parts[0])
                    && (parts[1].equals(NOTHING)
                            ? left
                            : rows.getOrDefault(result.name(), List.of()).contains(parts[1]));
            if (!known) {
                throw new BrokenPromise("Result %s comes from nothing that there was".formatted(result));
            }
            found.computeIfAbsent(result.name(), any -> new ArrayList<>()).add(result.text());
        }
        records.forEach((key, ids) -> {
            List<String> results = found.getOrDefault(key, List.of());
            List<String> joined =
                    results.stream().map(result -> result.split("\\+", -1)[0]).toList();
            if (left && !joined.containsAll(ids)) {
                throw new BrokenPromise("Of %s of key '%s', only %s came out".formatted(ids, key, joined));
            }
            if (once) {
                checkOrder(ids, rows.getOrDefault(key, List.of()), results);
            }
        });
    }

    @Override
    public boolean goesByArrival() {
        return true;
    }

    @Override
    public boolean keepsTime() {
        return false;
    }

    @Override
    public List<String> lastingStores() {
        return List.of(STORE, COPY);
    }

    private static Joined<String, String> joined() {
        return Joined.as(JOIN);
    }

    private static String pair(String record, @Nullable String row) {
        return record + "+" + (row == null ? NOTHING : row);
    }

    /** All records since the first that found a row come out, in their order, each with no older a row than those before. */
    private static void checkOrder(List<String> ids, List<String> rows, List<String> results) {
        int next = results.isEmpty() ? ids.size() : ids.indexOf(results.get(0).split("\\+", -1)[0]);
        int row = -1;
        for (String result : results) {
            String[] parts = result.split("\\+", -1);
            int version = parts[1].equals(NOTHING) ? -1 : rows.indexOf(parts[1]);
            if (next == ids.size() || !parts[0].equals(ids.get(next)) || version < row) {
                throw new BrokenPromise("Records %s and rows %s gave %s".formatted(ids, rows, results));
            }
            next++;
            row = version;
        }
        if (next != ids.size()) {
            throw new BrokenPromise("Records %s and rows %s gave only %s".formatted(ids, rows, results));
        }
    }

    private static Map<String, List<String>> byKey(String topic, List<Event> events) {
        Map<String, List<String>> ids = new HashMap<>();
        events.stream().filter(event -> event.topic().equals(topic)).forEach(event -> ids.computeIfAbsent(
                        event.key(), any -> new ArrayList<>())
                .add(event.id()));
        return ids;
    }
}
