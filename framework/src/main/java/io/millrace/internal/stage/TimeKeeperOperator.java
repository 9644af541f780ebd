package io.millrace.internal.stage;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.processor.OutputId;
import io.millrace.processor.Record;
import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.topology.TimeKeeperNode;
import io.millrace.topology.TimeKeeperNode.Before;
import io.millrace.topology.TimeKeeperNode.TimePlace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Moves the event time of the partitions that a source reads on with each record, before anybody sees that, and puts it into the
 * checkpoint.
 *
 * <p>Behind a shuffle, records of several partitions come by one, and those of a fast one are not to make those of a slow one late. So
 * there is a time for each partition before the shuffle, as far as records tell by their ids which they are of. Those that are known to
 * be there are waited for from the beginning.
 *
 * <p>What is stored is never before the shard's time: a closed window stays closed after a restart, whichever partition was idle.
 *
 * <p>Confined to the worker.
 */
final class TimeKeeperOperator implements Operator {

    private final KeyValueStore<TimePlace, Long> times;
    private final long disorder;
    private final StageContext context;
    private final StageTime time;
    private final Downstream downstream;
    private final Set<PartitionTime> kept = new LinkedHashSet<>();
    private @Nullable UUID lastTopic;
    private @Nullable Before lastBefore;

    TimeKeeperOperator(
            TimeKeeperNode node,
            KeyValueStore<TimePlace, Long> times,
            StageContext context,
            StageTime time,
            Downstream downstream) {
        this.times = times;
        this.disorder = node.policy().allowedDisorder().toMillis();
        this.context = context;
        this.time = time;
        this.downstream = downstream;
    }

    @Override
    public void process(Record<Object, Object> record) {
        Origin origin = context.current().origin();
        PartitionTime partition = time.of(origin.assignment());
        partition.bring(partition.input(before(record)), record.timestamp() - disorder, origin.offset(), time.now());
        downstream.forward(record);
    }

    @Override
    public void open(PartitionAssignment assignment) {
        PartitionTime partition = time.find(assignment);
        if (partition == null || !kept.add(partition)) {
            return;
        }
        Set<Before> known = context.run().places().of(assignment.topic());
        context.current().begin(standingFor(partition));
        restore(partition);
        if (!known.isEmpty()) {
            forgetAllBut(known, partition);
        }
        context.current().end();
        known.forEach(partition::input);
        if (partition.inputs().isEmpty()) {
            partition.input(null);
        }
        partition.merge();
        partition.shard().restored();
    }

    private void restore(PartitionTime partition) {
        try (EntryIterator<TimePlace, Long> entries = times.all()) {
            while (entries.hasNext()) {
                Entry<TimePlace, Long> entry = entries.next();
                if (entry.key().partition().equals(partition.assignment().partition())) {
                    partition.input(entry.key().before()).reach(entry.value());
                }
            }
        }
    }

    /** Nothing comes any more from a topic that was deleted, also if there is another one by its name. */
    private void forgetAllBut(Set<Before> known, PartitionTime partition) {
        List<Before> gone = new ArrayList<>();
        partition.forEachPlace((place, input) -> {
            if (place instanceof Before before && !known.contains(before)) {
                gone.add(before);
            }
        });
        if (!gone.isEmpty()) {
            partition.merge(); // time is as far as it was with them
        }
        for (Before before : gone) {
            partition.forget(before);
            times.delete(new TimePlace(partition.assignment().partition(), before));
        }
    }

    @Override
    public void close(PartitionAssignment assignment) {
        kept.removeIf(partition -> partition.assignment() == assignment);
    }

    @Override
    public void endEpoch(Epoch epoch) {
        for (PartitionTime partition : kept) {
            context.current().begin(standingFor(partition));
            partition.forEachPlace((before, input) -> store(
                    new TimePlace(partition.assignment().partition(), (Before) before),
                    Math.max(input.watermark(), partition.shard().watermark())));
            context.current().end();
        }
    }

    private void store(TimePlace place, long watermark) {
        @Nullable Long stored = times.get(place);
        if (watermark != LaneEvent.NO_TIME && (stored == null || stored != watermark)) {
            times.put(place, watermark);
        }
    }

    /** No record is in hand, and the store belongs to the shard. */
    private static Origin standingFor(PartitionTime partition) {
        return new Origin(partition.assignment(), partition.lastOffset(), 0, 0);
    }

    private @Nullable Before before(Record<Object, Object> record) {
        @Nullable Header header = record.headers().lastHeader(OutputId.HEADER);
        if (header == null) {
            return null;
        }
        return OutputId.of(header.value()).map(this::before).orElse(null);
    }

    /** Records mostly follow others of their partition. */
    private Before before(OutputId id) {
        OutputId.Channel channel = id.channel();
        Before last = lastBefore;
        if (last == null
                || last.partition() != channel.partition()
                || !channel.topicId().equals(lastTopic)) {
            last = new Before(channel.topicId(), channel.partition());
            lastBefore = last;
            lastTopic = channel.topicId();
        }
        return last;
    }
}
