package io.millrace.benchmark.engine;

import io.millrace.benchmark.workload.JsonCodec;
import io.millrace.benchmark.workload.KeyedEvent;
import io.millrace.benchmark.workload.W2Feature;
import io.millrace.benchmark.workload.W2Window;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code W2} without any engine: the latest window of every key in a plain map.
 *
 * <p>Confined to the loop.
 */
final class RawWindows implements RawAnswers {
    private final JsonCodec<KeyedEvent> events = new JsonCodec<>(KeyedEvent.class);
    private final JsonCodec<W2Feature> features = new JsonCodec<>(W2Feature.class);
    private final Map<String, W2Window> windows = new HashMap<>();

    @Override
    public Result to(byte @Nullable [] key, byte[] value) {
        KeyedEvent event = events.read(value);
        W2Window window = windows.getOrDefault(event.key(), W2Window.empty()).plus(event);
        windows.put(event.key(), window);
        return new Result(key, features.write(window.feature(event.key())));
    }
}
