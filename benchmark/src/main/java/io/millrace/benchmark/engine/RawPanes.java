package io.millrace.benchmark.engine;

import io.millrace.benchmark.workload.JsonCodec;
import io.millrace.benchmark.workload.KeyedEvent;
import io.millrace.benchmark.workload.W2Feature;
import io.millrace.benchmark.workload.W4Panes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code W4} without any engine: the last minute of every key in a plain map. It keeps panes instead of windows, which an engine
 * that does not know the aggregate can't do.
 *
 * <p>Confined to the loop.
 */
final class RawPanes implements RawAnswers {
    private final JsonCodec<KeyedEvent> events = new JsonCodec<>(KeyedEvent.class);
    private final JsonCodec<W2Feature> features = new JsonCodec<>(W2Feature.class);
    private final Map<String, W4Panes> panes = new HashMap<>();

    @Override
    public Result to(byte @Nullable [] key, byte[] value) {
        KeyedEvent event = events.read(value);
        W2Feature feature =
                panes.computeIfAbsent(event.key(), any -> new W4Panes()).add(event);
        return new Result(key, features.write(feature));
    }
}
