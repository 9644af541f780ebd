package io.millrace.simulation;

import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyProcessorContext;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Notes the watermark in the state of each key, and fails where it was later at a record before. Confined to the worker. */
final class WatermarkWatch implements FixedKeyProcessor<String, String, String> {

    private final StoreDefinition<ValueState<Long>> definition;
    private @Nullable FixedKeyProcessorContext<String, String> context;

    WatermarkWatch(StoreDefinition<ValueState<Long>> definition) {
        this.definition = definition;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, String> newContext) {
        context = newContext;
    }

    @Override
    public void process(FixedKeyRecord<String, String> record) {
        FixedKeyProcessorContext<String, String> current = Objects.requireNonNull(context, "init comes first");
        ValueState<Long> state = current.getStateStore(definition);
        Long before = state.get();
        long now = current.currentWatermarkMs();
        if (before != null && now < before) {
            throw new WentBack("The watermark is %d, and was %d at a record of this key before".formatted(now, before));
        }
        state.set(now);
        current.forward(record);
    }

    /** The watermark is less than it was. */
    static final class WentBack extends RuntimeException {
        WentBack(String message) {
            super(message);
        }
    }
}
