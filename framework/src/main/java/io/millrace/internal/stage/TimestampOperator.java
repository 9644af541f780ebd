package io.millrace.internal.stage;

import io.millrace.internal.exchange.Origin;
import io.millrace.processor.Record;
import io.millrace.processor.TimestampExtractor;
import io.millrace.topology.TimestampsNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives records the timestamps that the user's extractor says, as far as they are believable: one record from a far future would make
 * all others late.
 *
 * <p>Confined to the worker.
 */
final class TimestampOperator implements Operator {

    private static final Logger LOG = LoggerFactory.getLogger(TimestampOperator.class);

    private final @Nullable TimestampExtractor<Object, Object> extractor;
    private final long maxFuture;
    private final StageContext context;
    private final Downstream downstream;
    private long latest;
    private boolean hasClamped;

    @SuppressWarnings("unchecked") // the DSL has checked that the types of the source are those of its extractor
    TimestampOperator(TimestampsNode node, StageContext context, Downstream downstream) {
        this.extractor =
                (TimestampExtractor<Object, Object>) node.policy().extractor().orElse(null);
        this.maxFuture = node.policy().maxFuture().toMillis();
        this.context = context;
        this.downstream = downstream;
        this.latest = Long.MIN_VALUE;
    }

    @Override
    public void process(Record<Object, Object> record) {
        long timestamp = believable(timestamp(record));
        downstream.forward(timestamp == record.timestamp() ? record : record.withTimestamp(timestamp));
    }

    private long timestamp(Record<Object, Object> record) {
        if (extractor == null) {
            return record.timestamp();
        }
        return extractor.extract(record.key(), record.value(), record.timestamp());
    }

    /** The clock is asked only by timestamps that are ahead of all it has allowed so far. */
    private long believable(long timestamp) {
        if (timestamp >= 0 && timestamp <= latest) {
            return timestamp;
        }
        latest = context.time().currentTimeMillis() + maxFuture;
        if (timestamp >= 0 && timestamp <= latest) {
            return timestamp;
        }
        note(timestamp);
        return timestamp < 0 ? 0 : latest;
    }

    private void note(long timestamp) {
        context.meter().clamped();
        if (!hasClamped) {
            hasClamped = true;
            Origin origin = context.current().origin();
            LOG.atWarn()
                    .addKeyValue("millrace.topology", context.topology())
                    .addKeyValue("millrace.stage", context.stage())
                    .log(
                            "Topology '{}', stage '{}': offset {} of {} has timestamp {}, which is negative or more than {} ms ahead of the"
                                    + " wall clock; it counts as {}. Further ones are only counted. See Consumed.maxFuture",
                            context.topology(),
                            context.stage(),
                            origin.offset(),
                            origin.assignment().partition(),
                            timestamp,
                            maxFuture,
                            timestamp < 0 ? 0 : latest);
        }
    }
}
