package io.millrace.internal.operator;

import io.millrace.internal.operator.WindowAggregation.Children;
import io.millrace.internal.operator.WindowAggregation.Telling;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.window.EmitStrategy;
import io.millrace.window.SessionWindows;
import io.millrace.window.SlidingWindows;
import io.millrace.window.TimeWindows;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** Aggregations that string values together, so that their order shows. A value {@code -} takes the aggregate away. */
final class Joining {

    private static final StoreDefinition<ValueState<String>> TABLE =
            Stores.value("store", Serdes.String()).withKeySerde(Serdes.String());

    private Joining() {}

    static DrivenWindows in(TimeWindows windows, EmitStrategy emit) {
        return new DrivenWindows(WindowAggregation.of(windows, Joining::add, telling(emit), TABLE));
    }

    static DrivenWindows in(SlidingWindows windows, EmitStrategy emit) {
        return new DrivenWindows(WindowAggregation.of(windows, Joining::add, telling(emit), TABLE));
    }

    static DrivenWindows in(SessionWindows windows, EmitStrategy emit) {
        return new DrivenWindows(WindowAggregation.of(
                windows, Joining::add, (key, before, next) -> add(key, next, before), telling(emit), TABLE));
    }

    static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    private static Telling telling(EmitStrategy emit) {
        return new Telling(emit, new Children("results", "late"));
    }

    private static @Nullable String add(String key, String value, @Nullable String before) {
        if (value.equals("-")) {
            return null;
        }
        return before == null ? value : before + value;
    }
}
