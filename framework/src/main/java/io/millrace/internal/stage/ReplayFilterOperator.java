package io.millrace.internal.stage;

import io.millrace.internal.exchange.Origin;
import io.millrace.processor.OutputId;
import io.millrace.processor.Record;
import io.millrace.state.KeyValueStore;
import io.millrace.topology.Node.ReplayFilter.Arrival;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops records whose id does not lie behind the newest that was seen of its channel in their partition, and takes the ids off
 * those that pass. What has no id passes.
 *
 * <p>Confined to the worker.
 */
final class ReplayFilterOperator implements Operator {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayFilterOperator.class);

    private final String node;
    private final KeyValueStore<Arrival, OutputId> newest;
    private final StageContext context;
    private final Downstream downstream;
    private long dropped;

    /** {@code newest} holds the newest id of each channel, for each partition by which it comes. */
    ReplayFilterOperator(
            String node, KeyValueStore<Arrival, OutputId> newest, StageContext context, Downstream downstream) {
        this.node = node;
        this.newest = newest;
        this.context = context;
        this.downstream = downstream;
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (isNew(record)) {
            downstream.forward(record);
        } else {
            drop();
        }
    }

    @Override
    public void close() {
        if (dropped > 0) {
            LOG.debug("'{}' has dropped {} replayed records", node, dropped);
        }
    }

    /** Returns how many records were dropped. */
    long dropped() {
        return dropped;
    }

    private boolean isNew(Record<Object, Object> record) {
        @Nullable Header header = record.headers().lastHeader(OutputId.HEADER);
        if (header == null) {
            return true;
        }
        record.headers().remove(OutputId.HEADER);
        try {
            return OutputId.of(header.value()).map(this::advance).orElse(true);
        } catch (RuntimeException | Error thrown) {
            throw context.current().fail(node, thrown);
        }
    }

    private boolean advance(OutputId id) {
        Arrival arrival = new Arrival(context.current().origin().assignment().partition(), id.channel());
        @Nullable OutputId before = newest.get(arrival);
        boolean advances = before == null || id.isBehind(before);
        if (advances) {
            newest.put(arrival, id);
        }
        return advances;
    }

    private void drop() {
        dropped++;
        if (dropped == 1) {
            Origin origin = context.current().origin();
            LOG.atInfo()
                    .addKeyValue("millrace.topology", context.topology())
                    .addKeyValue("millrace.stage", context.stage())
                    .log(
                            "Topology '{}', stage '{}': records come again that were processed already, as they do after a crash or a"
                                    + " rebalance, and are dropped; the first is offset {} of {}",
                            context.topology(),
                            context.stage(),
                            origin.offset(),
                            origin.assignment().partition());
        }
    }
}
