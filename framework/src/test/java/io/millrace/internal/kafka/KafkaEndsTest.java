package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.InvalidSettingsException;
import io.millrace.internal.metrics.InputMeter;
import io.millrace.internal.plan.Division;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.ShardGroup;
import io.millrace.internal.stage.ErrorMeter;
import io.millrace.internal.state.StateStores;
import io.millrace.runtime.ClientConfig;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.EventTimeProgress;
import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.support.ManualTime;
import io.millrace.support.TopicConfigs;
import io.millrace.topology.Consumed;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class KafkaEndsTest {

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void aProducerThatCannotBePreparedIsClosed() {
        producer.partitionsForException = new TopicAuthorizationException("out");

        assertThatExceptionOfType(TopicAuthorizationException.class).isThrownBy(this::sink);
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void aBrokerThatGoesAwayWhileTheProducerIsPreparedIsUnavailable() {
        producer.partitionsForException = new TimeoutException("late");

        assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(this::sink);
    }

    @Test
    void aPreparedProducerStaysOpen() {
        sink();

        assertThat(producer.closed()).isFalse();
    }

    @Test
    void standbyCopiesAreRefusedWhereTheBrokerAssigns() {
        Plan stateful = new Plan(
                "cards",
                List.of(),
                List.of(new ShardGroup("in", new TreeSet<>(Set.of("in")), List.of(), Division.BY_PARTITION)),
                List.of(),
                List.of());
        StateSettings oneStandby = StateSettings.defaults().withStandby(1);
        KafkaEnds ends = new KafkaEnds(
                stateful,
                TopologySettings.defaults().withState(oneStandby),
                access(new PropertiesClientSupplier(
                        Map.of("bootstrap.servers", "localhost:1", "group.protocol", "consumer"))));
        StateStores stores = new StateStores(stateful, "app-cards", oneStandby, new ManualTime());
        Restorer restorer = ends.restorer(stores, List.of(), () -> {});
        KafkaEnds.Surroundings surroundings = new KafkaEnds.Surroundings(
                stores,
                () -> {},
                () -> 0,
                () -> false,
                Runnable::run,
                () -> EventTimeProgress.NONE,
                new ErrorMeter("cards", ErrorSettings.defaults().circuit(), new ManualTime()),
                new InputMeter(),
                progress -> {},
                assignment -> {},
                restored -> {});

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> ends.source(new SourceRoutes(stateful, Map.of()), restorer, surroundings))
                .withMessageContaining("asks for standby 1")
                .withMessageContaining("Set 'group.protocol' to 'classic'");
    }

    private void sink() {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream("in", Consumed.<String, String>as("in")).to("out");
        KafkaEnds ends = new KafkaEnds(
                Planner.plan(builder.build(), "group", TopologySettings.defaults()),
                TopologySettings.defaults(),
                access(new OnlyProducers(producer)));
        ends.outputs(Runnable::run, failure -> {});
    }

    private static KafkaAccess access(KafkaClientSupplier clients) {
        return new KafkaAccess(clients, "app-cards", "1", new ManualTime(), new PlainWaiting(), Duration.ZERO);
    }

    private record OnlyProducers(Producer<byte[], byte[]> producer) implements KafkaClientSupplier {
        @Override
        public Consumer<byte[], byte[]> consumer(ClientConfig config) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Producer<byte[], byte[]> producer(ClientConfig config) {
            return producer;
        }

        @Override
        public Admin admin(ClientConfig config) {
            return TopicConfigs.admin(Map.of("out", 1_000));
        }
    }
}
