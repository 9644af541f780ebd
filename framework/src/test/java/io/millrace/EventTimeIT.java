package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.TopologyListener;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Consumed;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Timers with a real Kafka: they fire without records, and go where their partitions go. */
class EventTimeIT {

    private static final int PARTITIONS = 4;
    private static final int RECORDS = 100;
    private static final StoreDefinition<TimerState<String>> TIMERS = Stores.timers("timers");

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final String out = cluster.topic("out", PARTITIONS);
    private final AtomicLong read = new AtomicLong();

    @Test
    void timersOfBothKindsFireOnIdleInput() {
        try (TopicReader reader = new TopicReader(cluster, out);
                MillraceEngine engine = engine(Duration.ofMillis(300))) {
            engine.start();
            send(0);

            assertFired(reader, RECORDS);
        }
    }

    @Test
    void timersSurviveARestart() {
        try (TopicReader reader = new TopicReader(cluster, out)) {
            try (MillraceEngine engine = engine(Duration.ofSeconds(3))) {
                engine.start();
                send(0);
                await().atMost(Duration.ofSeconds(30)).until(() -> read.get() == RECORDS);
            }
            try (MillraceEngine engine = engine(Duration.ofSeconds(3))) {
                engine.start();

                assertFired(reader, RECORDS);
            }
        }
    }

    @Test
    void timersFireOnceThoughPartitionsMove() {
        try (TopicReader reader = new TopicReader(cluster, out);
                MillraceEngine first = engine(Duration.ofSeconds(2))) {
            first.start();
            send(0);
            try (MillraceEngine second = engine(Duration.ofSeconds(2))) {
                second.start();
                await().atMost(Duration.ofSeconds(30)).until(() -> owned(second) == PARTITIONS / 2);
                send(RECORDS);
            }

            assertFired(reader, 2 * RECORDS);
        }
    }

    private void send(int first) {
        cluster.sendNumbers(in, PARTITIONS, first, RECORDS);
    }

    /** Fails unless, for each of {@code records} records, both of its timers have fired, and once. */
    private static void assertFired(TopicReader reader, int records) {
        List<String> expected = IntStream.range(0, records)
                .boxed()
                .flatMap(number -> Stream.of("event " + number, "wall " + number))
                .toList();
        reader.awaitRecords(expected.size());
        assertThat(reader.values()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(reader.allRecords()).extracting(ConsumerRecord::timestamp).allMatch(time -> time > 0);
    }

    private static int owned(MillraceEngine engine) {
        return engine.topologies().get(0).assignment().size()
                - engine.topologies().get(0).restoring().size();
    }

    private MillraceEngine engine(Duration after) {
        return MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(cluster.engineProperties())
                .defaultSettings(Engines.quick().withDelivery(Delivery.EXACTLY_ONCE))
                .listener(new TopologyListener() {
                    @Override
                    public void epochCommitted(EpochProgress progress) {
                        read.addAndGet(progress.recordsIn());
                    }
                })
                .topology(topology(after))
                .build();
    }

    private Topology topology(Duration after) {
        TopologyBuilder builder = TopologyBuilder.named("deadlines").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream(in, Consumed.with(Serdes.String(), Serdes.String()).advancingWhenIdle(Duration.ofMillis(200)))
                .<String, String>process(() -> new Deadlines(after.toMillis()), TIMERS)
                .to(out);
        return builder.build();
    }

    /** Sets two timers for each record, and says which have fired. */
    private static final class Deadlines implements Processor<String, String, String, String> {
        private final long after;
        private @Nullable ProcessorContext<String, String> context;

        Deadlines(long after) {
            this.after = after;
        }

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<String, String> record) {
            ProcessorContext<String, String> known = Objects.requireNonNull(context);
            TimerState<String> timers = known.getStateStore(TIMERS);
            timers.atEventTime("event " + record.value(), record.timestamp() + after);
            timers.atProcessingTime("wall " + record.value(), known.currentSystemTimeMs() + after);
        }

        @Override
        public void onTimer(Timer<String> timer) {
            Objects.requireNonNull(context)
                    .forward(new Record<>(
                            timer.key(), String.valueOf(timer.name()), timer.timestamp(), new RecordHeaders()));
        }
    }
}
