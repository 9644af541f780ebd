package io.millrace.internal.kafka;

import io.millrace.internal.plan.Division;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShardGroup;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * What an engine gives the {@link ShardAssignor} of its consumer, which Kafka makes.
 *
 * <p>Confined to the thread that builds the run, then to the source worker.
 */
final class AssignorSetup {

    /** The consumer's setting that carries it. */
    static final String SETTING = "millrace.internal.assignor";

    private final Division division;
    private final Set<String> groups;
    private final int standby;
    private final StandbyShards standbys;
    private final StandbyNotice notice;
    private final Instances self;
    private MemberLease.Timeouts timeouts = MemberLease.Timeouts.DEFAULTS;
    private boolean taken;

    /**
     * @param division whether members share the partitions out, or one has all
     * @param groups names of the shard groups of the topology
     * @param standby copies of each shard, besides the one at its owner; where state is not divided, all others keep one anyway
     * @param standbys keeps the copies that this member is to keep
     * @param self where this member can be asked for its state; none if nowhere
     */
    AssignorSetup(
            String topology,
            Division division,
            Set<String> groups,
            int standby,
            StandbyShards standbys,
            Instances self) {
        this.division = division;
        this.groups = Set.copyOf(groups);
        this.standby = standby;
        this.standbys = standbys;
        this.notice = new StandbyNotice(topology);
        this.self = self;
    }

    static AssignorSetup of(Plan plan, int standby, StandbyShards standbys, Instances self) {
        return new AssignorSetup(
                plan.topology(),
                plan.isUndivided() ? Division.UNDIVIDED : Division.BY_PARTITION,
                plan.shardGroups().stream().map(ShardGroup::name).collect(Collectors.toSet()),
                standby,
                standbys,
                self);
    }

    Division division() {
        return division;
    }

    Set<String> groups() {
        return groups;
    }

    int standby() {
        return standby;
    }

    Instances self() {
        return self;
    }

    StandbyShards standbys() {
        return standbys;
    }

    StandbyNotice notice() {
        return notice;
    }

    /** Notes that an assignor has taken it, out of the settings of a consumer. */
    void take(Map<String, ?> settings) {
        taken = true;
        timeouts = new MemberLease.Timeouts(
                millis(settings, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, timeouts.session()),
                millis(settings, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, timeouts.poll()));
    }

    /** Returns how long the group waits for the consumer. */
    MemberLease.Timeouts timeouts() {
        return timeouts;
    }

    private static Duration millis(Map<String, ?> settings, String name, Duration otherwise) {
        Object value = settings.get(name);
        return value == null ? otherwise : Duration.ofMillis(Long.parseLong(value.toString()));
    }

    /** Returns whether an assignor has taken it: not so where the broker assigns the partitions. */
    boolean isTaken() {
        return taken;
    }

    /** Returns whether some topics share state, so that their partitions have to stay together. */
    boolean joinsTopics() {
        return groups.stream().anyMatch(group -> ShardGroup.topicsOf(group).size() > 1);
    }
}
