package io.millrace.internal.operator;

import io.millrace.processor.ProcessingContext;
import io.millrace.state.MapState;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import io.millrace.window.JoinWindows;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;

/**
 * The stores of one side of a windowed join. Immutable.
 *
 * @param timers have no changelog: they are made of the records that wait
 */
public final class JoinBufferStores<V> {

    private final JoinSpan span;
    private final StoreDefinition<MapState<Long, Rows<V>>> rows;
    private final StoreDefinition<TimerState<Long>> timers;

    private JoinBufferStores(JoinSpan span, StoreDefinition<MapState<Long, Rows<V>>> rows) {
        this.span = span;
        this.rows = rows;
        this.timers = Stores.timersOfEntries(rows, span::due);
    }

    /** Returns those of {@code side}; without a type they are of the topology's. */
    public static <V> JoinBufferStores<V> of(
            String name,
            JoinSide side,
            JoinWindows windows,
            Serde<?> keySerde,
            Serde<V> valueSerde,
            Optional<StoreType> type) {
        StoreDefinition<MapState<Long, Rows<V>>> rows = Stores.<Long, Rows<V>>map(
                        name, new TimestampSerde(), new RowsSerde<>(valueSerde))
                .withKeySerde(keySerde);
        return new JoinBufferStores<>(
                JoinSpan.of(side, windows), type.map(rows::withStoreType).orElse(rows));
    }

    public List<StoreDefinition<?>> definitions() {
        return List.of(rows, timers);
    }

    String timersName() {
        return timers.name();
    }

    JoinBuffer<V> open(ProcessingContext context) {
        return new JoinBuffer<>(span, context.getStateStore(rows), context.getStateStore(timers));
    }
}
