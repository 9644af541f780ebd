package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.KeyGroups;
import io.millrace.processor.KeyValue;
import io.millrace.processor.OutputId;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.topology.Consumed;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The ids that workers give to what they write for a shuffle. */
class OutputIdsTest {

    private static final Grouped<String, String> BY_TEXT = Grouped.with(Serdes.String(), Serdes.String());

    @Test
    void anIdNamesThePartitionAndTheOffsetOfTheInput() {
        SteppedTopology topology = regrouped(stream -> stream);

        topology.send("in", 0, "a", "x");
        topology.send("in", 3, "a", "y");

        OutputId second = ids(topology).get(1);
        assertThat(second.channel().topicId()).isEqualTo(SteppedTopology.idOf("in"));
        assertThat(second.channel().partition()).isEqualTo(3);
        assertThat(second.channel().keyGroup()).isEqualTo(OutputId.Channel.NO_KEY_GROUP);
        assertThat(second.offset()).isEqualTo(1);
        assertThat(second.ordinal()).isZero();
    }

    @Test
    void severalOutputsOfOneInputAreNumbered() {
        SteppedTopology topology = regrouped(stream ->
                stream.flatMap((key, value) -> List.of(KeyValue.pair("1", value), KeyValue.pair("2", value))));

        topology.send("a", "x");
        topology.send("a", "y");

        assertThat(ids(topology)).extracting(OutputId::ordinal).containsExactly(0, 1, 0, 1);
    }

    @Test
    void aWorkerThatHasAShareOfTheKeysNamesTheirGroup() {
        SteppedTopology topology = counted(4);

        topology.send("a", "x");
        topology.send("b", "x");
        topology.send("a", "x");

        List<OutputId> ids = ids(topology);
        assertThat(ids.get(0).channel()).isEqualTo(ids.get(2).channel());
        assertThat(ids.get(0).channel().keyGroup()).isNotNegative();
        assertThat(ids.get(1).channel().keyGroup())
                .isNotNegative()
                .isNotEqualTo(ids.get(0).channel().keyGroup());
    }

    @Test
    void theGroupOfAKeyWithoutAFixedHashCodeIsThatOfItsBytes() {
        TopologyBuilder builder = builder();
        Serde<TimeUnit> units = Serdes.serdeFrom(OutputIdsTest::bytes, OutputIdsTest::unit);
        builder.stream("in", Consumed.with(units, Serdes.String()))
                .groupByKey(Grouped.<TimeUnit, String>as("count").withParallelism(3))
                .count()
                .toStream()
                .groupBy((unit, count) -> "all", Grouped.with(Serdes.String(), Serdes.Long()))
                .count()
                .toStream()
                .foreach((key, value) -> {});
        SteppedTopology topology = new SteppedTopology(builder.build());

        topology.send("SECONDS", "x");
        topology.send("DAYS", "x");
        topology.send("SECONDS", "x");

        KeyGroups groups = KeyGroups.IN_THIS_PROCESS;
        assertThat(ids(topology))
                .extracting(id -> (int) id.channel().keyGroup())
                .containsExactly(
                        groups.group(bytes("", TimeUnit.SECONDS)),
                        groups.group(bytes("", TimeUnit.DAYS)),
                        groups.group(bytes("", TimeUnit.SECONDS)));
    }

    @Test
    void aReplayGivesTheSameIdsOnAnotherNumberOfWorkers() {
        SteppedTopology before = counted(1);
        SteppedTopology after = counted(3);

        for (String key : List.of("a", "b", "c", "a", "d", "b")) {
            before.send(key, "x");
            after.send(key, "x");
        }

        assertThat(ids(after)).isEqualTo(ids(before));
    }

    @Test
    void anIdThatUserCodeSetIsReplaced() {
        SteppedTopology topology = regrouped(stream -> stream.process(OutputIdsTest::forging));

        topology.send("a", "x");

        assertThat(topology.writer.outputs.get(0).headers()).hasSize(1);
        assertThat(ids(topology)).hasSize(1);
    }

    @Test
    void outputsForOthersHaveNoIds() {
        TopologyBuilder builder = builder();
        builder.stream("in", strings()).to("out");
        SteppedTopology topology = new SteppedTopology(builder.build());

        topology.send("a", "x");

        assertThat(topology.writer.outputs.get(0).headers()).isEmpty();
    }

    private static Processor<String, String, String, String> forging() {
        return new Processor<>() {
            private @Nullable ProcessorContext<String, String> context;

            @Override
            public void init(ProcessorContext<String, String> newContext) {
                context = newContext;
            }

            @Override
            public void process(Record<String, String> record) {
                record.headers().add(OutputId.HEADER, new byte[] {1});
                Objects.requireNonNull(context).forward(record);
            }
        };
    }

    /** Returns the topology that groups what {@code change} makes of its input by the value. */
    private static SteppedTopology regrouped(Function<KStream<String, String>, KStream<String, String>> change) {
        TopologyBuilder builder = builder();
        change.apply(builder.stream("in", strings()))
                .groupBy((key, value) -> value, BY_TEXT)
                .count()
                .toStream()
                .foreach((key, value) -> {});
        return new SteppedTopology(builder.build());
    }

    /** Returns the topology that counts by key on {@code workers} workers, and then by count. */
    private static SteppedTopology counted(int workers) {
        TopologyBuilder builder = builder();
        builder.stream("in", strings())
                .groupByKey(Grouped.<String, String>as("count").withParallelism(workers))
                .count()
                .toStream()
                .groupBy((key, count) -> String.valueOf(count), Grouped.with(Serdes.String(), Serdes.Long()))
                .count()
                .toStream()
                .foreach((key, value) -> {});
        Topology topology = builder.build();
        return new SteppedTopology(topology);
    }

    private static List<OutputId> ids(SteppedTopology topology) {
        return topology.writer.outputs.stream()
                .map(output -> OutputId.of(new RecordHeaders(output.headers())).orElseThrow())
                .toList();
    }

    private static TopologyBuilder builder() {
        return TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
    }

    private static Consumed<String, String> strings() {
        return Consumed.with(Serdes.String(), Serdes.String());
    }

    private static byte[] bytes(String topic, TimeUnit unit) {
        return unit.name().getBytes(StandardCharsets.UTF_8);
    }

    private static TimeUnit unit(String topic, byte[] bytes) {
        return TimeUnit.valueOf(new String(bytes, StandardCharsets.UTF_8));
    }
}
