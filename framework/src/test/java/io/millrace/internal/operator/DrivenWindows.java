package io.millrace.internal.operator;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import io.millrace.processor.TimeDomain;
import io.millrace.processor.Timer;
import io.millrace.state.StoreDefinition;
import io.millrace.state.TimerState;
import io.millrace.state.ValueState;
import io.millrace.window.Window;
import io.millrace.window.Windowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Runs the processor of a windowed aggregation by itself, with its state in maps, and time in the hands of the test. */
final class DrivenWindows implements ProcessorContext<Object, Object> {

    /** What was forwarded, as {@code a@0-10=value}, or {@code late a=value}. */
    final List<String> told = new ArrayList<>();

    final Map<String, KeyWindows<String>> windows = new TreeMap<>();
    final Map<String, Long> eventTimers = new TreeMap<>();
    final Map<String, Long> wallClockTimers = new TreeMap<>();
    private final WindowAggregation<String, String, String> aggregation;
    private final Processor<String, String, Object, Object> processor;
    private String key = "";
    private long watermark = Long.MIN_VALUE;
    private long now;
    int timersSet;

    DrivenWindows(WindowAggregation<String, String, String> aggregation) {
        this.aggregation = aggregation;
        this.processor = aggregation.processors("node").get();
        processor.init(this);
    }

    /** Has a record come, which takes the watermark along; timers that are due do not fire. */
    DrivenWindows process(String newKey, @Nullable String value, long timestamp) {
        key = newKey;
        watermark = Math.max(watermark, timestamp);
        processor.process(record(newKey, value, timestamp));
        return this;
    }

    /** Has the watermark go on without a record, and fires what is due. */
    DrivenWindows advance(long newWatermark) {
        watermark = Math.max(watermark, newWatermark);
        return fire();
    }

    /** Fires the event-time timers that are due, earliest first. */
    DrivenWindows fire() {
        fire(eventTimers, watermark, aggregation.windowStores().timers().name(), TimeDomain.EVENT_TIME);
        return this;
    }

    /** Has the wall clock go on, and fires what is due. */
    DrivenWindows pass(long millis) {
        now += millis;
        fire(wallClockTimers, now, aggregation.windowStores().requiredEarly().name(), TimeDomain.PROCESSING_TIME);
        return this;
    }

    private void fire(Map<String, Long> timers, long time, String store, TimeDomain domain) {
        List<Map.Entry<String, Long>> due = new ArrayList<>(timers.entrySet());
        due.removeIf(timer -> timer.getValue() > time);
        for (Map.Entry<String, Long> timer : due) {
            timers.remove(timer.getKey());
            key = timer.getKey();
            processor.onTimer(new Timer<>(store, key, TimerState.UNNAMED, timer.getValue(), domain));
        }
        if (!due.isEmpty()) {
            fire(timers, time, store, domain);
        }
    }

    @SuppressWarnings("NullAway") // a record may have no value
    private static Record<String, String> record(String key, @Nullable String value, long timestamp) {
        return new Record<>(key, value, timestamp, new RecordHeaders());
    }

    @Override
    public void forward(Record<Object, Object> record) {
        Windowed<?> windowed = (Windowed<?>) record.key();
        Window window = windowed.window();
        told.add("%s@%d-%d=%s".formatted(windowed.key(), window.start(), window.end(), record.value()));
    }

    @Override
    public void forward(Record<Object, Object> record, String child) {
        if (child.equals("late")) {
            told.add("late %s=%s".formatted(record.key(), record.value()));
        } else {
            forward(record);
        }
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
    @SuppressWarnings("unchecked") // the caller asks for what the definition says
    public <S> S getStateStore(String name) {
        if (name.equals(aggregation.windowStores().windows().name())) {
            return (S) new Values();
        }
        return name.equals(aggregation.windowStores().timers().name())
                ? (S) new Timers(eventTimers)
                : (S) new Timers(wallClockTimers);
    }

    @Override
    public long currentSystemTimeMs() {
        return now;
    }

    @Override
    public long currentWatermarkMs() {
        return watermark;
    }

    @Override
    public String topology() {
        return "windows";
    }

    @Override
    public String stage() {
        return "in";
    }

    /** Each value goes through its bytes, as after a restart. */
    private final class Values implements ValueState<KeyWindows<String>> {

        @Override
        @SuppressWarnings("unchecked") // the serde of the aggregation is that of its windows
        public @Nullable KeyWindows<String> get() {
            KeyWindows<String> kept = windows.get(key);
            if (kept == null) {
                return null;
            }
            Serde<KeyWindows<String>> serde = (Serde<KeyWindows<String>>)
                    aggregation.windowStores().windows().valueSerde();
            return Objects.requireNonNull(
                    serde.deserializer().deserialize("store", serde.serializer().serialize("store", kept)));
        }

        @Override
        public void set(KeyWindows<String> value) {
            windows.put(key, value);
        }

        @Override
        public void clear() {
            windows.remove(key);
        }
    }

    private final class Timers implements TimerState<String> {
        private final Map<String, Long> timers;

        Timers(Map<String, Long> timers) {
            this.timers = timers;
        }

        @Override
        public void atEventTime(String name, long timestampMs) {
            timers.put(key, timestampMs);
            timersSet++;
        }

        @Override
        public void atProcessingTime(String name, long timestampMs) {
            timers.put(key, timestampMs);
        }

        @Override
        public void cancel(String name) {
            timers.remove(key);
        }
    }
}
