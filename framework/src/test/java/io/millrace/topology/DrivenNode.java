package io.millrace.topology;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Runs the processor of one node by itself, with its values in a map and what it forwards in a list. */
final class DrivenNode implements ProcessorContext<Object, Object> {

    final List<Record<Object, Object>> forwarded = new ArrayList<>();
    final Map<Object, Object> entries = new HashMap<>();
    private final List<StoreDefinition<?>> stores;
    private final Processor<Object, Object, Object, Object> processor;
    private @Nullable Object key;
    private long offset = -1;

    @SuppressWarnings("unchecked") // nodes are free of types
    private DrivenNode(ProcessorSupplier<?, ?, ?, ?> supplier, List<StoreDefinition<?>> stores) {
        this.stores = stores;
        this.processor = (Processor<Object, Object, Object, Object>) supplier.get();
        processor.init(this);
    }

    /** Makes one without stores. */
    static DrivenNode of(ProcessorSupplier<?, ?, ?, ?> supplier) {
        return new DrivenNode(supplier, List.of());
    }

    /** Makes the processor of the only node of {@code topology} that does {@code operation}. */
    static DrivenNode of(Topology topology, String operation) {
        Node.Operator operator = topology.nodes().stream()
                .filter(node -> node.operation().equals(operation))
                .map(Node.Operator.class::cast)
                .findFirst()
                .orElseThrow();
        return new DrivenNode(operator.supplier(), operator.stores());
    }

    @SuppressWarnings("NullAway") // the types of key and value may include null, but not so that NullAway sees it
    void process(@Nullable Object newKey, @Nullable Object value) {
        process(new Record<>(newKey, value, 42, new RecordHeaders()));
    }

    void process(Record<Object, Object> record) {
        key = record.key();
        offset++;
        processor.process(record);
    }

    /** Returns what was forwarded, as {@code key=value}. */
    List<String> updates() {
        return forwarded.stream()
                .map(record -> record.key() + "=" + record.value())
                .toList();
    }

    @Override
    public void forward(Record<Object, Object> record) {
        forwarded.add(record);
    }

    @Override
    public void forward(Record<Object, Object> record, String child) {
        throw new UnsupportedOperationException(child);
    }

    @Override
    public RecordMetadata recordMetadata() {
        return new RecordMetadata("in", 3, offset);
    }

    @Override
    public <S> S getStateStore(StoreDefinition<S> store) {
        return getStateStore(store.name());
    }

    @Override
    @SuppressWarnings("unchecked") // tests drive nodes with values by key only
    public <S> S getStateStore(String name) {
        if (stores.stream().noneMatch(store -> store.name().equals(name))) {
            throw new IllegalArgumentException("The node does not declare " + name);
        }
        return (S) new ByKey();
    }

    @Override
    public long currentSystemTimeMs() {
        return 0;
    }

    @Override
    public long currentWatermarkMs() {
        return Long.MIN_VALUE;
    }

    @Override
    public String topology() {
        return "cards";
    }

    @Override
    public String stage() {
        return "in";
    }

    private final class ByKey implements ValueState<Object> {
        @Override
        public @Nullable Object get() {
            return entries.get(key);
        }

        @Override
        public void set(Object value) {
            entries.put(key, value);
        }

        @Override
        public void clear() {
            entries.remove(key);
        }
    }
}
