package io.millrace.internal.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import io.millrace.window.EmitStrategy;
import io.millrace.window.SessionWindows;
import io.millrace.window.SlidingWindows;
import io.millrace.window.TimeWindows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation in windows: which windows, what is made of their records, when results are told, and to whom. Immutable.
 *
 * <p>Spans are taken to be legal; whoever defines the topology is told if they are not.
 */
public final class WindowAggregation<K, V, A> {

    private final WindowShape<K, V, A> shape;
    private final Telling telling;
    private final WindowStores<A> stores;

    private WindowAggregation(WindowShape<K, V, A> shape, Telling telling, StoreDefinition<ValueState<A>> table) {
        this.shape = shape;
        this.telling = telling;
        this.stores = WindowStores.of(
                table, new Expiry<>(shape, telling.tellsClosed()), telling.emit() instanceof EmitStrategy.Every);
    }

    /**
     * When results are told, and to whom. Immutable.
     *
     * @param children null if all that follow take results, and nobody late records
     */
    public record Telling(EmitStrategy emit, @Nullable Children children) {

        /** Returns whether results are told when windows are closed, and so when timers fire. */
        public boolean tellsClosed() {
            return !(emit instanceof EmitStrategy.OnWindowUpdate);
        }
    }

    /** The nodes that follow, where late records are wanted, too. */
    public record Children(String results, String late) {}

    /** Returns an aggregation that keeps in windows what {@code table} would keep of each key. */
    public static <K, V, A> WindowAggregation<K, V, A> of(
            TimeWindows windows, Addition<K, V, A> addition, Telling telling, StoreDefinition<ValueState<A>> table) {
        TimeShape<K, V, A> shape = new TimeShape<>(
                Spans.millis(windows.size()), Spans.millis(windows.advance()), Spans.millis(windows.grace()), addition);
        return new WindowAggregation<>(shape, telling, table);
    }

    public static <K, V, A> WindowAggregation<K, V, A> of(
            SlidingWindows windows, Addition<K, V, A> addition, Telling telling, StoreDefinition<ValueState<A>> table) {
        SlidingShape<K, V, A> shape =
                new SlidingShape<>(Spans.millis(windows.timeDifference()), Spans.millis(windows.grace()), addition);
        return new WindowAggregation<>(shape, telling, table);
    }

    public static <K, V, A> WindowAggregation<K, V, A> of(
            SessionWindows windows,
            Addition<K, V, A> addition,
            Merging<K, A> merging,
            Telling telling,
            StoreDefinition<ValueState<A>> table) {
        SessionShape<K, V, A> shape = new SessionShape<>(
                Spans.millis(windows.inactivityGap()), Spans.millis(windows.grace()), addition, merging);
        return new WindowAggregation<>(shape, telling, table);
    }

    /** Returns the stores that its processors need. */
    public List<StoreDefinition<?>> stores() {
        return stores.all();
    }

    /** Returns what makes its processors, for the node named {@code node}. */
    public ProcessorSupplier<K, V, Object, Object> processors(String node) {
        return () -> new WindowProcessor<>(this, node);
    }

    WindowShape<K, V, A> shape() {
        return shape;
    }

    WindowStores<A> windowStores() {
        return stores;
    }

    Results<K, A> results(ProcessorContext<Object, Object> context) {
        @Nullable Children children = telling.children();
        ResultForwarder<K, A> forwarder =
                new ResultForwarder<>(context, children == null ? null : children.results(), shape);
        EmitStrategy emit = telling.emit();
        if (emit instanceof EmitStrategy.OnWindowUpdate) {
            return new UpdateResults<>(forwarder);
        }
        if (emit instanceof EmitStrategy.Every every) {
            return new EarlyResults<>(
                    forwarder, context, context.getStateStore(stores.requiredEarly()), Spans.millis(every.interval()));
        }
        return new FinalResults<>(forwarder);
    }

    LateOutput<K, V> late(ProcessorContext<Object, Object> context, String node) {
        @Nullable Children children = telling.children();
        return new LateOutput<>(context, node, children == null ? null : children.late());
    }
}
