package io.millrace.internal.stage;

import io.millrace.internal.epoch.KeyGroups;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.plan.Routing;
import io.millrace.processor.OutputId;
import io.millrace.processor.OutputId.Channel;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the outputs that one worker gives to one sink: by channel, those of one input offset from 0.
 *
 * <p>Inputs of a channel have to come in the order of their offsets; what comes otherwise at a replay could not be told from what is
 * new.
 *
 * <p>Confined to the worker.
 */
final class Ordinals {

    private final int writer;
    private final Map<PartitionAssignment, @Nullable Counter[]> counters = new HashMap<>();
    private final Function<PartitionAssignment, @Nullable Counter[]> forAssignment;
    private @Nullable PartitionAssignment last;
    private @Nullable Counter[] ofLast = new Counter[0];

    /**
     * @param writer stands for the sink
     * @param routing how records come to the sink's stage: by key there are channels for all key groups
     */
    Ordinals(int writer, Routing routing) {
        this.writer = writer;
        int channels = routing == Routing.BY_KEY ? 1 + KeyGroups.COUNT : 1;
        this.forAssignment = any -> new @Nullable Counter[channels];
    }

    /** Returns the id of the next output that {@code origin} gave rise to. */
    OutputId next(Origin origin, short keyGroup) {
        PartitionAssignment assignment = origin.assignment();
        if (assignment != last) {
            ofLast = counters.computeIfAbsent(assignment, forAssignment);
            last = assignment;
        }
        int index = keyGroup - Channel.NO_KEY_GROUP;
        @Nullable Counter counter = ofLast[index];
        if (counter == null) {
            counter = new Counter(channel(assignment, keyGroup));
            ofLast[index] = counter;
        }
        return counter.next(origin);
    }

    /** {@code assignment} ends. */
    void forget(PartitionAssignment assignment) {
        counters.remove(assignment);
        last = null;
    }

    private Channel channel(PartitionAssignment assignment, short keyGroup) {
        @Nullable UUID topicId = assignment.topicId();
        if (topicId == null) {
            throw new IllegalStateException("The id of topic '%s' is not known, and outputs from it are to carry it"
                    .formatted(assignment.topic()));
        }
        return new Channel(writer, topicId, assignment.partition().partition(), keyGroup);
    }

    /** Counts the outputs of the input offset that a channel is at. */
    private static final class Counter {
        private static final long NONE = -1;

        private final Channel channel;
        private long offset = NONE;
        private int next;

        Counter(Channel channel) {
            this.channel = channel;
        }

        OutputId next(Origin origin) {
            if (origin.offset() != offset) {
                if (origin.offset() < offset) {
                    throw new IllegalStateException(
                            "An output of %s offset %d comes behind one of offset %d, so that replays could not be recognised"
                                    .formatted(origin.assignment().partition(), origin.offset(), offset));
                }
                offset = origin.offset();
                next = 0;
            }
            return new OutputId(channel, offset, next++);
        }
    }
}
