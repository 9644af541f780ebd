package io.millrace.simulation;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sees the records of one assignment, and fails where one of a key comes again, or behind one that came after it. Confined to the
 * worker.
 */
final class OrderWatch implements Processor<String, String, String, String> {

    private final Map<String, Long> last = new HashMap<>();
    private @Nullable ProcessorContext<String, String> context;

    @Override
    public void init(ProcessorContext<String, String> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<String, String> record) {
        Payload payload = Payload.of(record.value());
        Long before = last.put(payload.lineage(), payload.place());
        if (before != null && payload.place() <= before) {
            throw new OutOfOrder("%s: %d came after %d".formatted(payload.lineage(), payload.place(), before));
        }
        Objects.requireNonNull(context, "init comes first").forward(record);
    }

    /** Records of one key came in another order than they were sent. */
    static final class OutOfOrder extends RuntimeException {
        OutOfOrder(String message) {
            super(message);
        }
    }
}
