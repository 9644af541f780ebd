package io.millrace.internal.query;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.state.FlowingShards;
import io.millrace.query.Unavailable;
import io.millrace.query.Unavailable.Reason;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which state may be told by this instance now, as far as the consumer group's word goes. Thread-safe.
 *
 * @param isInTouch whether the group can't have given this instance's partitions to another one
 */
record Ownership(String topology, FlowingShards shards, BooleanSupplier isInTouch) {

    /** Returns the present period of a shard; null if it does not flow here. */
    @Nullable
    Shard of(String group, int number) {
        return shards.of(group, number);
    }

    /** Returns why nobody may tell anything of {@code shard}, if that is so. A worker asks it behind its look at the state. */
    Optional<Unavailable> refusal(Shard shard) {
        if (!shards.has(shard)) {
            return Optional.of(notHere(shard.group(), shard.partition()));
        }
        return outOfTouch(shard.partition());
    }

    /** Returns why a shard that does not flow here can't be told of. */
    Unavailable notHere(String group, int number) {
        return shards.isOwned(group, number)
                ? new Unavailable(
                        Reason.RESTORING,
                        Set.of(number),
                        "Topology '%s' is restoring the state of partition %d: ask again in a moment"
                                .formatted(topology, number))
                : new Unavailable(
                        Reason.ELSEWHERE,
                        Set.of(number),
                        "Topology '%s' does not have partition %d in this instance: ask the one that has it"
                                .formatted(topology, number),
                        shards.instanceOf(group, number));
    }

    /** A shard that flows is not open yet, or not any more, in a worker. */
    Unavailable changing(int number) {
        return new Unavailable(
                Reason.REBALANCING,
                Set.of(number),
                "Topology '%s' is just taking over or giving up partition %d: ask again in a moment"
                        .formatted(topology, number));
    }

    private Optional<Unavailable> outOfTouch(int number) {
        return isInTouch.getAsBoolean()
                ? Optional.empty()
                : Optional.of(new Unavailable(
                        Reason.OUT_OF_TOUCH,
                        Set.of(number),
                        "Topology '%s' has not heard from its consumer group for so long that partition %d may be another instance's by now: ask again when it has"
                                .formatted(topology, number)));
    }
}
