package io.millrace.simulation;

import io.millrace.processor.KeyValue;
import io.millrace.state.Materialized;
import io.millrace.topology.Grouped;
import io.millrace.topology.KGroupedStream;
import io.millrace.topology.KStream;
import io.millrace.topology.KTable;
import io.millrace.topology.TimeWindowedKStream;
import io.millrace.window.EmitStrategy;
import io.millrace.window.SessionWindows;
import io.millrace.window.TimeWindows;
import io.millrace.window.Windowed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Collects the records of each key and window. Immutable.
 *
 * @param size of a window; the longest gap in a session
 * @param advance from the beginning of one window to that of the next
 * @param onClose whether only what is final comes out
 * @param lateness by how much some records come too late, at least; 0 if none does
 * @param workers that share the keys; 0 leaves the records in the stage where they are
 */
record WindowStep(
        Shape shape,
        long size,
        long advance,
        long grace,
        long allowedDisorder,
        boolean onClose,
        long lateness,
        int workers)
        implements TimedStep {

    private static final String INPUT = "a";
    private static final String STORE = "timed-windows";

    /** How windows lie. */
    enum Shape {
        TUMBLING,
        HOPPING,
        SESSION
    }

    /** A window of a key, and what has to be in it. Immutable. */
    private record Final(String key, long start, long end, List<Event> events) {
        String place() {
            return WindowStep.place(key, start, end);
        }

        String bag() {
            return Bags.of(events.stream().map(Event::id).toList());
        }
    }

    static WindowStep of(Random random) {
        boolean late = random.nextInt(3) == 0;
        Shape shape = late ? Shape.TUMBLING : Shape.values()[random.nextInt(Shape.values().length)];
        long size = 30 + random.nextInt(500);
        long advance = shape == Shape.HOPPING ? 1 + random.nextLong(size) : size;
        long grace = random.nextInt(3) * random.nextInt(100);
        long disorder = random.nextInt(300);
        boolean onClose = late || random.nextInt(3) > 0;
        return new WindowStep(
                shape,
                size,
                Math.max(advance, size / 5),
                grace,
                disorder,
                onClose,
                late ? size + grace : 0,
                random.nextInt(4));
    }

    @Override
    public List<String> inputs() {
        return List.of(INPUT);
    }

    @Override
    public void build(Function<String, KStream<String, String>> sources) {
        KGroupedStream<String, String> grouped = sources.apply(INPUT).groupByKey(grouped());
        EmitStrategy emit = onClose ? EmitStrategy.onWindowClose() : EmitStrategy.onWindowUpdate();
        Materialized<String, String> store =
                Materialized.<String, String>as(STORE).withValueSerde(Serdes.String());
        KTable<Windowed<String>, String> table = shape == Shape.SESSION
                ? grouped.windowedBy(SessionWindows.ofInactivityGapAndGrace(millis(size), millis(grace)))
                        .emitStrategy(emit)
                        .aggregate(
                                () -> Bags.EMPTY,
                                (key, id, bag) -> Bags.plus(bag, id),
                                (key, some, others) -> Bags.merged(some, others),
                                store)
                : late(grouped.windowedBy(TimeWindows.ofSizeAndGrace(millis(size), millis(grace))
                                        .advanceBy(millis(advance)))
                                .emitStrategy(emit))
                        .aggregate(() -> Bags.EMPTY, (key, id, bag) -> Bags.plus(bag, id), store);
        table.toStream()
                .map((windowed, bag) -> new KeyValue<>(place(windowed), bag))
                .to(RESULTS);
    }

    @Override
    public void check(List<Event> events, TimedOutputs outputs, boolean once) {
        Map<String, String> wanted = new TreeMap<>();
        windows(events).forEach(window -> wanted.put(window.place(), window.bag()));
        if (lateness > 0) {
            checkWithLate(wanted, outputs, once);
        } else if (onClose) {
            new Results("Windows", once).check(Results.texts(wanted), outputs.texts());
        } else {
            checkUpdates(wanted, outputs, once);
        }
    }

    @Override
    public List<String> lastingStores() {
        return List.of();
    }

    /** Each record is in its window or late, and no window comes twice. */
    private static void checkWithLate(Map<String, String> wanted, TimedOutputs outputs, boolean once) {
        List<String> all = new ArrayList<>();
        for (KafkaContents.Entry result : outputs.results()) {
            if (!Bags.isPart(result.text(), wanted.getOrDefault(result.name(), Bags.EMPTY))) {
                throw new BrokenPromise(
                        "Window %s has what does not belong into it; all is %s".formatted(result, wanted));
            }
            all.addAll(Bags.ids(result.text()));
        }
        outputs.late().forEach(late -> all.add(late.text()));
        List<String> ids = new ArrayList<>();
        wanted.values().forEach(bag -> ids.addAll(Bags.ids(bag)));
        new Results("Windows and late records", once).check(ids, all);
        new Results("Windows", once)
                .checkOnce(outputs.results().stream()
                        .map(KafkaContents.Entry::name)
                        .toList());
    }

    private void checkUpdates(Map<String, String> wanted, TimedOutputs outputs, boolean once) {
        Map<String, String> last = new HashMap<>();
        for (KafkaContents.Entry update : outputs.results()) {
            if (update.value() == null) {
                last.remove(update.name());
                continue;
            }
            String before = last.put(update.name(), update.text());
            boolean possible = shape == Shape.SESSION
                    ? Bags.isPart(update.text(), update.text())
                    : Bags.isPart(update.text(), wanted.getOrDefault(update.name(), Bags.EMPTY));
            boolean next = !once
                    || before == null
                    || Bags.ids(update.text()).size() == Bags.ids(before).size() + 1;
            if (!possible || !next) {
                throw new BrokenPromise(
                        "Update %s comes after %s; final is %s".formatted(update, before, wanted.get(update.name())));
            }
        }
        if (once && !last.equals(wanted)) {
            throw new BrokenPromise("The last of all windows are %s, not %s".formatted(new TreeMap<>(last), wanted));
        }
        if (!outputs.texts().containsAll(Results.texts(wanted))) {
            throw new BrokenPromise(
                    "Windows lack what is final, of %s: there is %s".formatted(wanted, outputs.texts()));
        }
    }

    private TimeWindowedKStream<String, String> late(TimeWindowedKStream<String, String> windowed) {
        return lateness > 0 ? windowed.onLate(late -> late.to(LATE)) : windowed;
    }

    private Grouped<String, String> grouped() {
        Grouped<String, String> grouped = Grouped.with(Serdes.String(), Serdes.String());
        return workers == 0 ? grouped : grouped.withName("timed-group").withParallelism(workers);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private static String place(Windowed<String> windowed) {
        return place(
                windowed.key(), windowed.window().start(), windowed.window().end());
    }

    private List<Final> windows(List<Event> events) {
        Map<String, Final> windows = new TreeMap<>();
        if (shape == Shape.SESSION) {
            return sessions(events);
        }
        for (Event event : events) {
            long last = event.timestamp() - event.timestamp() % advance;
            for (long start = last; start > event.timestamp() - size; start -= advance) {
                Final window = new Final(event.key(), start, start + size, new ArrayList<>());
                Final before = windows.putIfAbsent(window.place(), window);
                (before == null ? window : before).events().add(event);
            }
        }
        return List.copyOf(windows.values());
    }

    private List<Final> sessions(List<Event> events) {
        Map<String, List<Event>> byKey = new TreeMap<>();
        events.stream().sorted(Comparator.comparingLong(Event::timestamp)).forEach(event -> byKey.computeIfAbsent(
                        event.key(), any -> new ArrayList<>())
                .add(event));
        List<Final> sessions = new ArrayList<>();
        byKey.forEach((key, sorted) -> {
            int first = 0;
            for (int index = 1; index <= sorted.size(); index++) {
                long before = sorted.get(index - 1).timestamp();
                if (index == sorted.size() || sorted.get(index).timestamp() - before > size) {
                    long start = sorted.get(first).timestamp();
                    sessions.add(new Final(key, start, before, sorted.subList(first, index)));
                    first = index;
                }
            }
        });
        return sessions;
    }

    private static String place(String key, long start, long end) {
        return key + "@" + start + "-" + end;
    }
}
