package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.InvalidTopologyException;
import io.millrace.errors.NotEnoughSlotsException;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.Materialized;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.trace.RecordTracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** Which topologies an engine takes, and what it tells of those that it does not. */
class AdmissionTest {

    private final List<Topology> topologies = new ArrayList<>();
    private final Map<String, TopologySettings> settings = new HashMap<>();
    private int slots = 64;

    @Test
    void theSlotsOfAllStagesAreCounted() {
        topologies.add(copying("fraud", 26));
        slots = 16;

        assertThat(tooFewSlots())
                .isEqualTo(
                        "Topology 'fraud' needs 28 slots (source 1 + in 1 + score 26), 16 are configured. Lower a stage's"
                                + " parallelism or raise 'millrace.task-slots'.");
    }

    @Test
    void theSlotsOfAllTopologiesAreCounted() {
        topologies.add(copying("one", 2));
        topologies.add(copying("two", 1));
        slots = 6;

        assertThat(tooFewSlots())
                .isEqualTo(
                        "Topologies 'one', 'two' need 7 slots (one: source 1 + in 1 + score 2; two: source 1 + in 1 + score"
                                + " 1), 6 are configured. Lower a stage's parallelism or raise 'millrace.task-slots'.");
    }

    @Test
    void asManySlotsAsAreNeededAreEnough() {
        topologies.add(copying("fraud", 2));
        slots = 4;

        assertThat(admit()).hasSize(1);
    }

    @Test
    void settingsOfAllTopologiesThatDoNotFitAreToldAtOnce() {
        topologies.add(copying("one", 1));
        topologies.add(counting("two", "counts"));
        settings.put(
                "one",
                TopologySettings.defaults()
                        .withDelivery(Delivery.EXACTLY_ONCE)
                        .withTrigger(Trigger.realTime(Duration.ofHours(1))));
        settings.put(
                "two",
                TopologySettings.defaults()
                        .withShuffle(ShuffleMode.LOCAL)
                        .withState(StateSettings.defaults().withStandby(1)));
        settings.put("tow", TopologySettings.defaults());

        assertThat(catchThrowableOfType(InvalidSettingsException.class, this::admit)
                        .problems())
                .satisfiesExactly(
                        unknown -> assertThat(unknown).startsWith("There is no topology 'tow'. Did you mean"),
                        interval -> assertThat(interval)
                                .startsWith("Topology 'one' has 'delivery' 'exactly-once' and trigger 'real-time 60m'"),
                        standby -> assertThat(standby).startsWith("Topology 'two' has 'shuffle' 'local' and"));
    }

    @Test
    void topologiesThatCanNotRunAreToldTogether() {
        topologies.add(promising("one"));
        topologies.add(promising("two"));

        InvalidTopologyException refusal = catchThrowableOfType(InvalidTopologyException.class, this::admit);

        assertThat(refusal).hasMessageStartingWith("Topology 'one' can't be built:");
        assertThat(refusal.getSuppressed()).singleElement().satisfies(other -> assertThat(other)
                .hasMessageStartingWith("Topology 'two' can't be built:"));
    }

    @Test
    void twoTopologiesOfOneNameAreTold() {
        topologies.add(copying("one", 1));
        topologies.add(copying("one", 1));

        assertThat(catchThrowableOfType(InvalidSettingsException.class, this::admit)
                        .problems())
                .containsExactly("Two topologies are named 'one': give one of them another name.");
    }

    @Test
    void topologiesThatWouldShareTopicsAreTold() {
        topologies.add(counting("shop", "by-day-counts"));
        topologies.add(counting("shop-by-day", "counts"));

        assertThat(catchThrowableOfType(InvalidSettingsException.class, this::admit)
                        .problems())
                .contains(
                        "Topologies 'shop' and 'shop-by-day' would both have the topic 'app-shop-by-day-counts-repartition':"
                                + " name a store, a grouping or a topology otherwise.")
                .contains(
                        "Topologies 'shop' and 'shop-by-day' would both have the topic 'app-shop-by-day-counts-changelog':"
                                + " name a store, a grouping or a topology otherwise.");
    }

    private String tooFewSlots() {
        return String.valueOf(
                catchThrowableOfType(NotEnoughSlotsException.class, this::admit).getMessage());
    }

    private Map<Topology, ?> admit() {
        return Admission.plans(new EngineSetup(
                "app",
                EngineSetup.clientsOf(Map.of()),
                slots,
                topologies,
                TopologySettings.defaults(),
                settings,
                List.of(),
                TimeSource.system(),
                true,
                RecordTracer.NONE));
    }

    private static Topology copying(String name, int workers) {
        TopologyBuilder builder = builder(name);
        builder.stream("in").stage("score", workers).to("out");
        return builder.build();
    }

    private static Topology counting(String name, String store) {
        TopologyBuilder builder = builder(name);
        builder.<String, String>stream("in").groupBy((key, value) -> value).count(Materialized.as(store));
        return builder.build();
    }

    /** Asks for output ids where they would be wrong. */
    private static Topology promising(String name) {
        TopologyBuilder builder = builder(name);
        builder.<String, String>stream("a")
                .merge(builder.stream("b"))
                .groupByKey()
                .reduce((before, value) -> value)
                .toStream()
                .to("out", Produced.<String, String>as("sink").withOutputIds());
        return builder.build();
    }

    private static TopologyBuilder builder(String name) {
        return TopologyBuilder.named(name).defaultSerdes(Serdes.String(), Serdes.String());
    }
}
