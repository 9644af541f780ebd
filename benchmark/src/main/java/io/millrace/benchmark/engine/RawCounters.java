package io.millrace.benchmark.engine;

import io.millrace.benchmark.workload.JsonCodec;
import io.millrace.benchmark.workload.KeyedEvent;
import io.millrace.benchmark.workload.W3Count;
import io.millrace.benchmark.workload.W3Counter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code W3} without any engine: a plain map by group, which holds all that there is because the one loop has all partitions. With
 * a second process every count would be wrong.
 *
 * <p>Confined to the loop.
 */
final class RawCounters implements RawAnswers {
    private final JsonCodec<KeyedEvent> events = new JsonCodec<>(KeyedEvent.class);
    private final JsonCodec<W3Count> counts = new JsonCodec<>(W3Count.class);
    private final Map<String, W3Counter> counters = new HashMap<>();

    @Override
    public Result to(byte @Nullable [] key, byte[] value) {
        KeyedEvent event = events.read(value);
        String group = event.group();
        W3Counter counter = counters.getOrDefault(group, W3Counter.empty()).plus(event);
        counters.put(group, counter);
        return new Result(group.getBytes(StandardCharsets.UTF_8), counts.write(counter.result(group)));
    }
}
