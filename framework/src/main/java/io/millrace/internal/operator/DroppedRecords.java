package io.millrace.internal.operator;

import io.millrace.processor.ProcessorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the first record that a processor drops, and no other, since there may be as many as records. Confined to the worker. */
public final class DroppedRecords {

    private static final Logger LOG = LoggerFactory.getLogger(DroppedRecords.class);

    private final ProcessorContext<?, ?> context;
    private final String node;
    private boolean logged;

    public DroppedRecords(ProcessorContext<?, ?> context, String node) {
        this.context = context;
        this.node = node;
    }

    public void withoutKey() {
        add("key");
    }

    public void withoutValue() {
        add("value");
    }

    private void add(String missing) {
        if (logged) {
            return;
        }
        logged = true;
        LOG.atWarn()
                .addKeyValue("millrace.topology", context.topology())
                .addKeyValue("millrace.stage", context.stage())
                .log(
                        "Topology '{}', stage '{}', node '{}': dropped a record without a {}, {}."
                                + " Further ones are dropped unlogged; filter them out before if they are meant to be there.",
                        context.topology(),
                        context.stage(),
                        node,
                        missing,
                        Whence.text(context));
    }
}
