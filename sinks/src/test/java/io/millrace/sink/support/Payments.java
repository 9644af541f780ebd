package io.millrace.sink.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.sink.Sink;
import io.millrace.topology.Batched;
import io.millrace.topology.Consumed;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Payments of some accounts, and what a sink is to have of them: how many there were, their sum and the last one. An account's payments are
 * numbered from 1 and in one partition.
 */
public final class Payments {

    public static final String TOPOLOGY = "tallies";
    public static final int PARTITIONS = 4;
    private static final int ACCOUNTS = 20;
    /** Without an end, a run that comes to the same record before each checkpoint would never get past it. */
    private static final int MOST_FAILURES = 3;

    /** What is to be known of one account in the end. */
    public record Tally(long count, long sum, long last) {}

    private final Kafka kafka = Kafka.shared();
    private final String application = Kafka.application();
    private final String topic = kafka.topic(PARTITIONS);
    private final AtomicInteger processed = new AtomicInteger();
    private final int failsEvery;
    private int sent;

    /** Has the topology fail at each {@code failsEvery}th record that it processes, some times. */
    public Payments(int failsEvery) {
        this.failsEvery = failsEvery;
    }

    /** Returns a topology that passes all payments on to {@code sink}. */
    public Topology topology(Sink<String, String> sink) {
        TopologyBuilder builder = TopologyBuilder.named(TOPOLOGY).defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.String()))
                .peek((account, number) -> failNowAndThen())
                .to(sink, Batched.as("tally").withSize(40));
        return builder.build();
    }

    public String application() {
        return application;
    }

    /** Sends {@code count} payments more. */
    public void send(int count) {
        for (int end = sent + count; sent < end; sent++) {
            int account = sent % ACCOUNTS;
            kafka.send(topic, account % PARTITIONS, "account-" + account, String.valueOf(sent / ACCOUNTS + 1));
        }
        kafka.flush();
    }

    public int sent() {
        return sent;
    }

    /** Waits until checkpoints cover all that was sent. */
    public void awaitAll(Duration patience) {
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> kafka.committed(application, TOPOLOGY) == sent);
    }

    /** Checks that records came again, without which it shows nothing that each counts once. */
    public void assertReplays() {
        assertThat(processed).as("processed, of %d records", sent).hasValueGreaterThan(sent);
    }

    public Map<String, Tally> expected() {
        Map<String, Tally> tallies = new TreeMap<>();
        for (int account = 0; account < ACCOUNTS; account++) {
            long count = (sent - account + ACCOUNTS - 1) / ACCOUNTS;
            tallies.put("account-" + account, new Tally(count, count * (count + 1) / 2, count));
        }
        return tallies;
    }

    private void failNowAndThen() {
        int number = processed.incrementAndGet();
        if (number % failsEvery == 0 && number / failsEvery <= MOST_FAILURES) {
            throw new IllegalStateException("before the checkpoint");
        }
    }
}
