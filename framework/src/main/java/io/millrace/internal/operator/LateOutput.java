package io.millrace.internal.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the records that came too late for a window: counts them, logs the first and no other, since there may be as many as records,
 * and passes all of them on to whoever wants them.
 *
 * <p>Confined to the worker.
 */
final class LateOutput<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(LateOutput.class);

    private final ProcessorContext<Object, Object> context;
    private final String node;
    private final @Nullable String child;
    private final LateRecords counter;
    private boolean logged;

    /** {@code child} is the node that takes them; null if nobody does. */
    LateOutput(ProcessorContext<Object, Object> context, String node, @Nullable String child) {
        this.context = context;
        this.node = node;
        this.child = child;
        this.counter = LateRecords.of(context);
    }

    void add(Record<K, V> record, long watermark) {
        counter.countLate();
        if (!logged) {
            logged = true;
            log(record, watermark);
        }
        if (child != null) {
            context.forward(new Record<>(record.key(), record.value(), record.timestamp(), record.headers()), child);
        }
    }

    private void log(Record<K, V> record, long watermark) {
        LOG.atWarn()
                .addKeyValue("millrace.topology", context.topology())
                .addKeyValue("millrace.stage", context.stage())
                .log(
                        "Topology '{}', stage '{}', node '{}': a record was {} ms behind the watermark, too late for a window, {}."
                                + " Further ones are counted but not logged; give the windows grace or the source"
                                + " allowedDisorder, or take them with onLate(...).",
                        context.topology(),
                        context.stage(),
                        node,
                        watermark - record.timestamp(),
                        Whence.text(context));
    }
}
