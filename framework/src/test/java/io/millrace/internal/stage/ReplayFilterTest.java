package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.OutputId;
import io.millrace.topology.Consumed;
import io.millrace.topology.TopologyBuilder;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** Readers that recognise what they have seen by its id. */
class ReplayFilterTest {

    private static final UUID TOPIC = new UUID(1, 2);

    private final SteppedTopology topology = reader();

    @Test
    void whatLiesBehindPasses() {
        send("a", id(TOPIC, 0, 10, 0));
        send("b", id(TOPIC, 0, 10, 1));
        send("c", id(TOPIC, 0, 11, 0));

        assertThat(topology.written()).containsExactly("key=a", "key=b", "key=c");
    }

    @Test
    void whatWasSeenIsDropped() {
        send("a", id(TOPIC, 0, 10, 0));
        send("b", id(TOPIC, 0, 11, 0));
        send("a", id(TOPIC, 0, 10, 0));
        send("b", id(TOPIC, 0, 11, 0));
        send("c", id(TOPIC, 0, 11, 1));

        assertThat(topology.written()).containsExactly("key=a", "key=b", "key=c");
    }

    @Test
    void whatAProcessSendsThatWasGivenUpIsTakenOnce() {
        send("1", id(TOPIC, 0, 1, 0));
        send("2", id(TOPIC, 0, 2, 0));
        send("1", id(TOPIC, 0, 1, 0)); // the new owner begins at the checkpoint
        send("3", id(TOPIC, 0, 3, 0)); // the old one goes on for a while
        send("2", id(TOPIC, 0, 2, 0));
        send("3", id(TOPIC, 0, 3, 0));
        send("4", id(TOPIC, 0, 4, 0));

        assertThat(topology.written()).containsExactly("key=1", "key=2", "key=3", "key=4");
    }

    @Test
    void channelsDoNotHideOneAnother() {
        send("a", id(TOPIC, 0, 10, 0));
        send("b", id(TOPIC, 1, 9, 0));
        send("c", new OutputId(new OutputId.Channel(1, TOPIC, 0, (short) 3), 9, 0));
        send("d", new OutputId(new OutputId.Channel(2, TOPIC, 0, OutputId.Channel.NO_KEY_GROUP), 9, 0));

        assertThat(topology.written()).containsExactly("key=a", "key=b", "key=c", "key=d");
    }

    @Test
    void aTopicThatWasMadeAgainIsAnother() {
        send("a", id(TOPIC, 0, 10, 0));
        send("b", id(new UUID(3, 4), 0, 0, 0));

        assertThat(topology.written()).containsExactly("key=a", "key=b");
    }

    @Test
    void whatWasSeenOfAPartitionCountsForItAlone() {
        send("a", id(TOPIC, 0, 10, 0));
        topology.send("in", 1, "key", "b", headers(id(TOPIC, 0, 10, 0)));

        assertThat(topology.written()).containsExactly("key=a", "key=b");
    }

    @Test
    void topicsOfOneSourceDoNotHideEachOthersRecords() {
        TopologyBuilder builder = builder();
        builder.stream(List.of("in", "other"), strings().withName("both").dropReplays())
                .to("out");
        SteppedTopology both = new SteppedTopology(builder.build());

        both.send("in", 0, "key", "a", headers(id(TOPIC, 0, 10, 0)));
        both.send("other", 0, "key", "b", headers(id(TOPIC, 0, 9, 0)));

        assertThat(both.written()).containsExactly("key=a", "key=b");
    }

    @Test
    void whatWasSeenStaysSoBehindABarrier() {
        send("a", id(TOPIC, 0, 10, 0));
        topology.barrier();
        send("a", id(TOPIC, 0, 10, 0));

        assertThat(topology.written()).containsExactly("key=a");
    }

    @Test
    void whatHasNoIdPasses() {
        topology.send("key", "a");
        topology.send("key", "a");

        assertThat(topology.written()).containsExactly("key=a", "key=a");
    }

    @Test
    void whatHasAnIdOfALaterVersionPassesWithoutIt() {
        byte[] later = id(TOPIC, 0, 10, 0).bytes();
        later[0] = 2;
        Headers headers = new RecordHeaders().add(OutputId.HEADER, later);

        topology.send("in", 0, "key", "a", headers);
        topology.send("in", 0, "key", "a", headers);

        assertThat(topology.written()).containsExactly("key=a", "key=a");
        assertThat(topology.writer.outputs)
                .allSatisfy(output -> assertThat(output.headers()).isEmpty());
    }

    @Test
    void theIdIsTakenOffAndOtherHeadersStay() {
        Headers headers = headers(id(TOPIC, 0, 10, 0)).add("trace", new byte[] {1});

        topology.send("in", 0, "key", "a", headers);

        assertThat(topology.writer.outputs.get(0).headers())
                .singleElement()
                .satisfies(header -> assertThat(header.key()).isEqualTo("trace"));
    }

    private void send(String value, OutputId id) {
        topology.send("in", 0, "key", value, headers(id));
    }

    private static Headers headers(OutputId id) {
        return new RecordHeaders().add(OutputId.HEADER, id.bytes());
    }

    private static OutputId id(UUID topic, int partition, long offset, int ordinal) {
        return new OutputId(new OutputId.Channel(1, topic, partition, OutputId.Channel.NO_KEY_GROUP), offset, ordinal);
    }

    private static SteppedTopology reader() {
        TopologyBuilder builder = builder();
        builder.stream("in", strings().dropReplays()).to("out");
        return new SteppedTopology(builder.build());
    }

    private static TopologyBuilder builder() {
        return TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
    }

    private static Consumed<String, String> strings() {
        return Consumed.with(Serdes.String(), Serdes.String());
    }
}
