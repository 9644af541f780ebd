package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.stage.Output;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one worker has made for the transaction of one epoch, in its order.
 *
 * <p>Confined to the worker until it is sealed; afterwards nothing changes any more, and the committer reads it.
 */
final class EpochBuffer {

    private final String stage;
    private final List<Output> outputs = new ArrayList<>();
    private final Set<PartitionAssignment> sources = new HashSet<>();
    private @Nullable PartitionAssignment lastSource;
    private @Nullable Epoch epoch;

    /** {@code stage} is the worker's. */
    EpochBuffer(String stage) {
        this.stage = stage;
    }

    String stage() {
        return stage;
    }

    boolean isEmpty() {
        return outputs.isEmpty();
    }

    void add(Output output) {
        outputs.add(output);
        PartitionAssignment source = output.origin().assignment();
        if (source != lastSource) { // most come in runs, and a set is slower
            lastSource = source;
            sources.add(source);
        }
    }

    void seal(Epoch newEpoch) {
        epoch = newEpoch;
    }

    /** Returns the outputs, in the order in which they were made. */
    List<Output> outputs() {
        return outputs;
    }

    /** Returns which assignments the outputs came from. */
    Set<PartitionAssignment> sources() {
        return sources;
    }

    /** {@code count} of the outputs have become visible. */
    void committed(long count) {
        if (epoch == null) {
            throw new IllegalStateException(
                    "Outputs of stage '%s' were committed before their barrier".formatted(stage));
        }
        epoch.count(count);
    }
}
