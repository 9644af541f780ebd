package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.RecordFailedException;
import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyProcessorContext;
import io.millrace.processor.FixedKeyProcessorSupplier;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.state.EntryIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.ListState;
import io.millrace.state.MapState;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.topology.KStream;
import io.millrace.topology.TopologyBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** User code with stores, on real workers. */
class KeyedProcessorsTest {

    private static final Serde<String> STRING = Serdes.String();

    private final StoreDefinition<ValueState<String>> last = Stores.value("last", STRING);
    private final TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(STRING, STRING);
    private final KStream<String, String> in = builder.stream("in");

    @Test
    void aValueBelongsToTheKeyInHand() {
        in.processValues(with(last, KeyedProcessorsTest::swap), last).to("out");
        SteppedTopology topology = stepped();

        topology.send("a", "x");
        topology.send("b", "y");
        topology.send("a", "z");

        assertThat(topology.written()).containsExactly("a=null", "b=null", "a=x");
    }

    @Test
    void aListBelongsToTheKeyInHand() {
        StoreDefinition<ListState<String>> all = Stores.list("all", STRING);
        in.processValues(
                        with(all, (state, record) -> {
                            state.add(record.value());
                            return String.join("+", state.get());
                        }),
                        all)
                .to("out");
        SteppedTopology topology = stepped();

        topology.send("a", "x");
        topology.send("b", "y");
        topology.send("a", "z");

        assertThat(topology.written()).containsExactly("a=x", "b=y", "a=x+z");
    }

    @Test
    void aMapBelongsToTheKeyInHand() {
        StoreDefinition<MapState<String, String>> seen = Stores.map("seen", STRING, STRING);
        in.processValues(
                        with(seen, (state, record) -> {
                            state.put(record.value(), "seen");
                            return keys(state.entries());
                        }),
                        seen)
                .to("out");
        SteppedTopology topology = stepped();

        topology.send("a", "y");
        topology.send("b", "z");
        topology.send("a", "x");

        assertThat(topology.written()).containsExactly("a=y", "b=z", "a=xy");
    }

    @Test
    void aKeyValueStoreIsSharedByThePartitionsRecords() {
        StoreDefinition<KeyValueStore<String, String>> any = Stores.keyValue("any", STRING, STRING);
        in.processValues(
                        with(any, (store, record) -> {
                            store.put(record.value(), record.value());
                            return keys(store.range("a", "z"));
                        }),
                        any)
                .to("out");
        SteppedTopology topology = stepped();

        topology.send("in", 0, "a", "y");
        topology.send("in", 0, "b", "x");
        topology.send("in", 1, "b", "z");

        assertThat(topology.written()).containsExactly("a=y", "b=xy", "b=z");
    }

    @Test
    void aKeyValueStoreMayBeUsedBehindAChangeOfTheKeyAndWithoutAKey() {
        StoreDefinition<KeyValueStore<String, String>> any = Stores.keyValue("any", STRING, STRING);
        in.selectKey((key, value) -> value)
                .processValues(
                        with(any, (store, record) -> {
                            store.put(record.value(), record.value());
                            return keys(store.range("a", "z"));
                        }),
                        any)
                .to("out");
        SteppedTopology topology = stepped();

        topology.send(null, "y");
        topology.send(null, "x");

        assertThat(topology.written()).containsExactly("y=y", "x=xy");
    }

    @Test
    void twoProcessorsShareOneStore() {
        in.processValues(with(last, KeyedProcessorsTest::swap), last)
                .processValues(with(last, KeyedProcessorsTest::swap), last)
                .to("out");
        SteppedTopology topology = stepped();

        topology.send("a", "x");

        assertThat(topology.written()).containsExactly("a=x");
    }

    @Test
    void aStoreMayBeAskedForByName() {
        in.processValues(() -> new ByName("last"), last).to("out");
        SteppedTopology topology = stepped();

        topology.send("a", "x");
        topology.send("a", "x");

        assertThat(topology.written()).containsExactly("a=1", "a=2");
    }

    @Test
    void stateByKeyOfARecordWithoutAKeyIsRefusedWithItsPlace() {
        in.processValues(with(last, KeyedProcessorsTest::swap), last).to("out");
        SteppedTopology topology = stepped();

        assertThatExceptionOfType(RecordFailedException.class)
                .isThrownBy(() -> topology.send(null, "x"))
                .withMessageContaining("'processValues-1'")
                .havingCause()
                .withMessageContaining("The record has no key");
    }

    @Test
    void theKeysOfAStageAreSpreadOverItsWorkers() {
        List<Set<String>> keysOfProcessors = new ArrayList<>();
        in.stage("score", 4)
                .processValues(
                        () -> {
                            Set<String> keys = new HashSet<>();
                            keysOfProcessors.add(keys);
                            return record -> keys.add(record.key());
                        },
                        last);
        SteppedTopology topology = stepped();

        for (int key = 0; key < 40; key++) {
            topology.send("in", 0, "key" + key, "x");
            topology.send("in", 1, "key" + key, "x");
        }

        assertThat(keysOfProcessors).hasSize(4).allMatch(keys -> !keys.isEmpty());
        assertThat(keysOfProcessors.stream().mapToInt(Set::size).sum()).isEqualTo(40);
    }

    private SteppedTopology stepped() {
        return new SteppedTopology(builder.build());
    }

    private static @Nullable String swap(ValueState<String> state, FixedKeyRecord<String, String> record) {
        String before = state.get();
        state.set(record.value() == null ? "null" : record.value());
        return before;
    }

    private static String keys(EntryIterator<String, String> entries) {
        StringBuilder keys = new StringBuilder();
        try (entries) {
            entries.forEachRemaining(entry -> keys.append(entry.key()));
        }
        return keys.toString();
    }

    /** Forwards what {@code action} returns. */
    private static <S> FixedKeyProcessorSupplier<String, String, String> with(
            StoreDefinition<S> store, BiFunction<S, FixedKeyRecord<String, String>, @Nullable String> action) {
        return () -> new Acting<>(store, action);
    }

    private static final class Acting<S> implements FixedKeyProcessor<String, String, String> {
        private final StoreDefinition<S> definition;
        private final BiFunction<S, FixedKeyRecord<String, String>, @Nullable String> action;
        private @Nullable FixedKeyProcessorContext<String, String> context;
        private @Nullable S store;

        Acting(StoreDefinition<S> definition, BiFunction<S, FixedKeyRecord<String, String>, @Nullable String> action) {
            this.definition = definition;
            this.action = action;
        }

        @Override
        public void init(FixedKeyProcessorContext<String, String> newContext) {
            context = newContext;
            store = newContext.getStateStore(definition);
        }

        @Override
        public void process(FixedKeyRecord<String, String> record) {
            String result = action.apply(Objects.requireNonNull(store), record);
            Objects.requireNonNull(context).forward(record.withValue(String.valueOf(result)));
        }
    }

    /** Counts in a store of texts. */
    private static final class ByName implements FixedKeyProcessor<String, String, String> {
        private final String store;
        private @Nullable FixedKeyProcessorContext<String, String> context;

        ByName(String store) {
            this.store = store;
        }

        @Override
        public void init(FixedKeyProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(FixedKeyRecord<String, String> record) {
            ValueState<String> state = Objects.requireNonNull(context).getStateStore(store);
            String before = state.get();
            String after = before == null ? "1" : String.valueOf(Integer.parseInt(before) + 1);
            state.set(after);
            Objects.requireNonNull(context).forward(record.withValue(after));
        }
    }
}
