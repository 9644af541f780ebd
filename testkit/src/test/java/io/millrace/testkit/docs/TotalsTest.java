package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.MutatedValueException;
import io.millrace.processor.KeyValue;
import io.millrace.state.Materialized;
import io.millrace.testkit.CrashPoint;
import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TestOutputTopic;
import io.millrace.testkit.TestStore;
import io.millrace.testkit.TopologyTestDriver;
import io.millrace.topology.Consumed;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TotalsTest {
    private final TopologyTestDriver driver = new TopologyTestDriver(TotalsTopology.totals("payments", "totals"));

    private final TestInputTopic<String, Long> payments =
            driver.createInputTopic("payments", new StringSerializer(), new LongSerializer());

    private final TestOutputTopic<String, Long> totals =
            driver.createOutputTopic("totals", new StringDeserializer(), new LongDeserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void paymentsOfAnAccountAddUp() {
        payments.pipeInput("alice", 10L);
        payments.pipeInput("bob", 1L);
        payments.pipeInput("alice", 5L);

        assertThat(totals.readKeyValuesToList())
                .containsExactly(KeyValue.pair("alice", 10L), KeyValue.pair("bob", 1L), KeyValue.pair("alice", 15L));
    }

    @Test
    void theSumIsKept() {
        payments.pipeInput("alice", 10L);

        TestStore<String, Long> sums = driver.store("sums");
        assertThat(sums.get("alice")).isEqualTo(10L);
        assertThat(sums.get("bob")).isNull();
    }

    @Test
    void aCrashDoesNotCountTwice() {
        payments.pipeInput("alice", 10L);
        driver.advanceEpoch();
        payments.pipeInput("alice", 5L);

        driver.crash();
        driver.restart();
        payments.pipeInput("alice", 1L);

        assertThat(totals.readValuesToList()).containsExactly(10L, 15L, 15L, 16L);
        assertThat(driver.<String, Long>store("sums").get("alice")).isEqualTo(16L);
    }

    @Test
    void aCrashWithinTheCommitDoesNotCountTwiceEither() {
        payments.pipeInput("alice", 10L);

        driver.crashAt(CrashPoint.AFTER_CHANGES);
        driver.advanceEpoch();
        assertThat(driver.isCrashed()).isTrue();
        driver.restart();

        assertThat(driver.<String, Long>store("sums").get("alice")).isEqualTo(10L);
    }

    @Test
    void sumsFollowTheirPartition() {
        try (TopologyTestDriver two = TopologyTestDriver.builder(TotalsTopology.totals("payments", "totals"))
                .partitions(2)
                .build()) {
            TestInputTopic<String, Long> first = two.<String, Long>createInputTopic(
                            "payments", new StringSerializer(), new LongSerializer())
                    .toPartition(0);
            first.pipeInput("alice", 10L);

            two.revoke("payments", 0);
            two.giveBack("payments", 0);
            first.pipeInput("alice", 5L);

            assertThat(two.<String, Long>store("sums").partition(0).entries()).containsEntry("alice", 15L);
        }
    }

    @Test
    void anAccountIsForgottenAfterADay() {
        try (TopologyTestDriver forgetful = new TopologyTestDriver(forgetfulTotals())) {
            TestInputTopic<String, Long> input =
                    forgetful.createInputTopic("payments", new StringSerializer(), new LongSerializer());
            input.pipeInput("alice", 10L);

            forgetful.advanceWallClockTime(Duration.ofDays(1));

            assertThat(forgetful.store("sums").isEmpty()).isTrue();
        }
    }

    @Test
    void aValueThatIsChangedAfterwardsIsFound() {
        try (TopologyTestDriver faulty = new TopologyTestDriver(faultyTotals())) {
            TestInputTopic<String, Long> input =
                    faulty.createInputTopic("payments", new StringSerializer(), new LongSerializer());
            input.pipeInput("alice", 10L);

            assertThatThrownBy(() -> input.pipeInput("alice", 5L)).hasCauseInstanceOf(MutatedValueException.class);
        }
    }

    private static Topology forgetfulTotals() {
        TopologyBuilder builder = TopologyBuilder.named("totals");
        builder.stream("payments", Consumed.with(Serdes.String(), Serdes.Long()))
                .groupByKey()
                .reduce(Long::sum, Materialized.<String, Long>as("sums").withTtl(Duration.ofDays(1)));
        return builder.build();
    }

    /** Adds to the array that lies in the store, where a new one should be made. */
    private static Topology faultyTotals() {
        TopologyBuilder builder = TopologyBuilder.named("totals");
        builder.stream("payments", Consumed.with(Serdes.String(), Serdes.Long()))
                .groupByKey()
                .aggregate(
                        () -> new byte[1],
                        (account, payment, sum) -> {
                            sum[0] += payment.byteValue();
                            return sum;
                        },
                        Materialized.<String, byte[]>as("sums").withValueSerde(Serdes.ByteArray()));
        return builder.build();
    }
}
