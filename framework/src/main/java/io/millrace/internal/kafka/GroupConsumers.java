package io.millrace.internal.kafka;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.internal.plan.Plan;
import io.millrace.runtime.ClientConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Makes the consumer by which a run is a member of its consumer group. Immutable.
 *
 * @param group the consumer group
 * @param standby how many copies of each shard are asked for
 * @param self where this instance can be asked for its state; none if nowhere
 * @param maker makes one as the service sets it, and as we have to
 */
record GroupConsumers(
        Plan plan, String group, int standby, Instances self, Function<ClientConfig, Consumer<byte[], byte[]>> maker) {

    /**
     * Returns the consumer.
     *
     * @param standbys keeps the copies that the group wants to be kept here
     * @param lease is told of the consumer
     * @throws InvalidSettingsException if the service has the broker assign partitions, and the topology can't do with that
     */
    Consumer<byte[], byte[]> make(StandbyShards standbys, MemberLease lease) {
        if (plan.shardGroups().isEmpty() && !plan.isUndivided()) {
            return maker.apply(ClientDefaults.consumer(group));
        }
        AssignorSetup setup = AssignorSetup.of(plan, standby, standbys, self);
        Consumer<byte[], byte[]> consumer = maker.apply(ClientDefaults.statefulConsumer(group, setup));
        List<String> obstacles = setup.isTaken() ? List.of() : obstaclesToTheBrokersAssignment();
        if (!obstacles.isEmpty()) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw new InvalidSettingsException(obstacles);
        }
        lease.begin(consumer, setup.timeouts());
        return consumer;
    }

    private List<String> obstaclesToTheBrokersAssignment() {
        List<String> obstacles = new ArrayList<>();
        if (plan.isUndivided()) {
            obstacles.add(
                    "Topology '%s' has 'shuffle' set to 'local', which needs all partitions in one instance, but with"
                                    .formatted(plan.topology())
                            + " 'group.protocol=consumer' the broker spreads them over all. Set 'group.protocol' to 'classic', or"
                            + " 'shuffle' to 'durable'.");
        }
        if (standby > 0) {
            obstacles.add(
                    "Topology '%s' asks for standby %d, but with 'group.protocol=consumer' the broker assigns partitions,"
                                    .formatted(plan.topology(), standby)
                            + " and knows no standbys. Set 'group.protocol' to 'classic', or standby to 0.");
        }
        return obstacles;
    }
}
