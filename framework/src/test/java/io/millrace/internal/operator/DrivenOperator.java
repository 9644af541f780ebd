package io.millrace.internal.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import io.millrace.processor.TimeDomain;
import io.millrace.processor.Timer;
import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import io.millrace.state.MapState;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreKind;
import io.millrace.state.TimerSource;
import io.millrace.state.TimerState;
import io.millrace.state.ValueState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Runs one processor by itself. Its stores hold bytes, so that all goes through its serdes; the test says how far event time has
 * come and when timers fire.
 */
final class DrivenOperator<V> implements ProcessorContext<String, Object> {

    private final Processor<String, V, String, Object> processor;
    private final Map<String, StoreDefinition<?>> definitions = new HashMap<>();
    private final Map<Place, byte[]> values = new HashMap<>();
    private final Map<Place, NavigableMap<byte[], byte[]>> maps = new HashMap<>();
    private final Map<Place, Map<Object, Long>> timers = new HashMap<>();
    private final List<String> outputs = new ArrayList<>();
    private @Nullable String key;
    private long watermark = Long.MIN_VALUE;

    @SuppressWarnings("unchecked") // tests know the types
    DrivenOperator(Processor<String, V, String, ?> processor, List<StoreDefinition<?>> stores) {
        this.processor = (Processor<String, V, String, Object>) processor;
        stores.forEach(store -> definitions.put(store.name(), store));
        this.processor.init(this);
    }

    @SuppressWarnings("NullAway") // the types of key and value may include null, but not so that NullAway sees it
    void process(@Nullable String newKey, @Nullable V value, long timestamp) {
        key = newKey;
        processor.process(new Record<>(newKey, value, timestamp, new RecordHeaders()));
        assertThat(timers)
                .as("timers that are set are those that a restart makes")
                .isEqualTo(derivedTimers());
    }

    void advanceTo(long newWatermark) {
        watermark = Math.max(watermark, newWatermark);
    }

    /** Fires all timers that are due, in their order. */
    void fireTimers() {
        Due due = nextDue();
        while (due != null) {
            due.names().remove(due.name());
            key = due.place().key();
            processor.onTimer(new Timer<>(
                    due.place().store(), due.place().key(), due.name(), due.timestamp(), TimeDomain.EVENT_TIME));
            due = nextDue();
        }
    }

    /** Returns what was forwarded since the last call, as {@code key=value@timestamp}. */
    List<String> outputs() {
        List<String> all = List.copyOf(outputs);
        outputs.clear();
        return all;
    }

    /** Returns how many entries the stores have. */
    int entries() {
        return values.size() + maps.values().stream().mapToInt(Map::size).sum();
    }

    private @Nullable Due nextDue() {
        List<Due> all = new ArrayList<>();
        timers.forEach(
                (place, names) -> names.forEach((name, timestamp) -> all.add(new Due(place, names, name, timestamp))));
        return all.stream()
                .filter(due -> due.timestamp() <= watermark)
                .min(Comparator.comparingLong(Due::timestamp))
                .orElse(null);
    }

    private Map<Place, Map<Object, Long>> derivedTimers() {
        Map<Place, Map<Object, Long>> derived = new HashMap<>();
        timers.keySet().forEach(place -> derived.put(place, new HashMap<>()));
        definitions.values().stream()
                .filter(definition -> definition.kind() == StoreKind.TIMERS)
                .forEach(definition -> derive(definition, derived));
        return derived;
    }

    private void derive(StoreDefinition<?> definition, Map<Place, Map<Object, Long>> derived) {
        TimerSource source = Objects.requireNonNull(definition.timerSource());
        maps.forEach((place, map) -> {
            if (place.store().equals(source.store().name())) {
                map.forEach((name, value) -> {
                    Object part = object(source.store().mapKeySerde(), name);
                    long due =
                            source.due().applyAsLong(part, object(source.store().valueSerde(), value));
                    derived.computeIfAbsent(new Place(definition.name(), place.key()), any -> new HashMap<>())
                            .put(part, due);
                });
            }
        });
    }

    @Override
    public void forward(Record<String, Object> record) {
        outputs.add(record.key() + "=" + record.value() + "@" + record.timestamp());
    }

    @Override
    public void forward(Record<String, Object> record, String child) {
        throw new UnsupportedOperationException(child);
    }

    @Override
    public RecordMetadata recordMetadata() {
        return new RecordMetadata("in", 0, 0);
    }

    @Override
    public <S> S getStateStore(StoreDefinition<S> store) {
        return getStateStore(store.name());
    }

    @Override
    @SuppressWarnings("unchecked") // the caller's word
    public <S> S getStateStore(String name) {
        StoreDefinition<?> definition = Objects.requireNonNull(definitions.get(name), name);
        return (S)
                switch (definition.kind()) {
                    case VALUE -> new Values(definition);
                    case MAP -> new Maps(definition);
                    case TIMERS -> new Timers(definition);
                    default -> throw new UnsupportedOperationException(name);
                };
    }

    @Override
    public long currentSystemTimeMs() {
        return 0;
    }

    @Override
    public long currentWatermarkMs() {
        return watermark;
    }

    @Override
    public String topology() {
        return "joins";
    }

    @Override
    public String stage() {
        return "in";
    }

    private Place place(StoreDefinition<?> definition) {
        return new Place(definition.name(), Objects.requireNonNull(key, "the record has no key"));
    }

    @SuppressWarnings("unchecked") // the definition's word
    private static byte[] bytes(@Nullable Serde<?> serde, Object object) {
        return ((Serde<Object>) Objects.requireNonNull(serde)).serializer().serialize("store", object);
    }

    private static Object object(@Nullable Serde<?> serde, byte[] bytes) {
        return Objects.requireNonNull(serde).deserializer().deserialize("store", bytes);
    }

    private record Place(String store, String key) {}

    private record Due(Place place, Map<Object, Long> names, Object name, long timestamp) {}

    private final class Values implements ValueState<Object> {
        private final StoreDefinition<?> definition;

        Values(StoreDefinition<?> definition) {
            this.definition = definition;
        }

        @Override
        public @Nullable Object get() {
            byte[] bytes = values.get(place(definition));
            return bytes == null ? null : object(definition.valueSerde(), bytes);
        }

        @Override
        public void set(Object value) {
            values.put(place(definition), bytes(definition.valueSerde(), value));
        }

        @Override
        public void clear() {
            values.remove(place(definition));
        }
    }

    private final class Maps implements MapState<Object, Object> {
        private final StoreDefinition<?> definition;

        Maps(StoreDefinition<?> definition) {
            this.definition = definition;
        }

        @Override
        public @Nullable Object get(Object name) {
            byte[] bytes = map().get(bytes(definition.mapKeySerde(), name));
            return bytes == null ? null : object(definition.valueSerde(), bytes);
        }

        @Override
        public void put(Object name, Object value) {
            map().put(bytes(definition.mapKeySerde(), name), bytes(definition.valueSerde(), value));
        }

        @Override
        public void remove(Object name) {
            map().remove(bytes(definition.mapKeySerde(), name));
        }

        @Override
        public EntryIterator<Object, Object> entries() {
            return walk(map());
        }

        @Override
        public EntryIterator<Object, Object> range(Object from, Object to) {
            return walk(map().subMap(
                            bytes(definition.mapKeySerde(), from), true, bytes(definition.mapKeySerde(), to), true));
        }

        @Override
        public void clear() {
            map().clear();
        }

        private EntryIterator<Object, Object> walk(NavigableMap<byte[], byte[]> part) {
            Iterator<Entry<Object, Object>> entries = part.entrySet().stream()
                    .map(entry -> new Entry<>(
                            object(definition.mapKeySerde(), entry.getKey()),
                            object(definition.valueSerde(), entry.getValue())))
                    .toList()
                    .iterator();
            return new EntryIterator<>() {
                @Override
                public boolean hasNext() {
                    return entries.hasNext();
                }

                @Override
                public Entry<Object, Object> next() {
                    return entries.next();
                }

                @Override
                public void close() {}
            };
        }

        private NavigableMap<byte[], byte[]> map() {
            return maps.computeIfAbsent(place(definition), any -> new TreeMap<>(Arrays::compareUnsigned));
        }
    }

    private final class Timers implements TimerState<Object> {
        private final StoreDefinition<?> definition;

        Timers(StoreDefinition<?> definition) {
            this.definition = definition;
        }

        @Override
        public void atEventTime(Object name, long timestampMs) {
            timers.computeIfAbsent(place(definition), any -> new HashMap<>()).put(name, timestampMs);
        }

        @Override
        public void atProcessingTime(Object name, long timestampMs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void cancel(Object name) {
            timers.computeIfAbsent(place(definition), any -> new HashMap<>()).remove(name);
        }
    }
}
