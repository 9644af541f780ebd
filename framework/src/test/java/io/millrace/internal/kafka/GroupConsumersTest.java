package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class GroupConsumersTest {

    @Test
    void allThatTheBrokersAssignmentCannotDoIsToldAtOnce() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(
                        () -> consumers("consumer", 1).make(StandbyShards.NONE, new MemberLease(TimeSource.system())))
                .satisfies(refusal -> assertThat(refusal.problems())
                        .containsExactly(
                                "Topology 'cards' has 'shuffle' set to 'local', which needs all partitions in one instance, but"
                                        + " with 'group.protocol=consumer' the broker spreads them over all. Set"
                                        + " 'group.protocol' to 'classic', or 'shuffle' to 'durable'.",
                                "Topology 'cards' asks for standby 1, but with 'group.protocol=consumer' the broker assigns"
                                        + " partitions, and knows no standbys. Set 'group.protocol' to 'classic', or standby to"
                                        + " 0."));
    }

    @Test
    void whereOurAssignorAssignsAllIsWell() {
        Consumer<byte[], byte[]> consumer =
                consumers("classic", 1).make(StandbyShards.NONE, new MemberLease(TimeSource.system()));

        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    private static GroupConsumers consumers(String protocol, int standby) {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream("in").groupBy((key, value) -> value).count();
        Plan plan = Planner.plan(
                builder.build(), "app-cards", TopologySettings.defaults().withShuffle(ShuffleMode.LOCAL));
        PropertiesClientSupplier clients =
                new PropertiesClientSupplier(Map.of("bootstrap.servers", "localhost:1", "group.protocol", protocol));
        return new GroupConsumers(plan, "app-cards", standby, Instances.NONE, clients::consumer);
    }
}
