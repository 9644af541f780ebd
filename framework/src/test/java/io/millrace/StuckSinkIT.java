package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.processor.RecordMetadata;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologySettings;
import io.millrace.sink.Sink;
import io.millrace.state.StoreType;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.topology.Batched;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink elsewhere that does not come back is found, and holds up nothing but itself. */
class StuckSinkIT {

    private static final Duration BOUND = Duration.ofMillis(300);
    private static final Duration FOUND_WITHIN = BOUND.plusSeconds(2);
    private static final Duration DRAIN = Duration.ofMillis(500);

    private final Cluster cluster = Cluster.shared();
    private final String in = cluster.topic("in", 2);
    private final AtomicBoolean released = new AtomicBoolean();
    private final AtomicBoolean entered = new AtomicBoolean();
    private final ConcurrentSkipListSet<Object> written = new ConcurrentSkipListSet<>();

    @TempDir
    private Path directory;

    @AfterEach
    void release() {
        released.set(true);
    }

    @Test
    void itIsFoundAndNamedAndAStopLeavesItsThreadBehindAndClosesTheState() throws Exception {
        try (MillraceEngine engine = MillraceEngine.builder()
                .applicationId(Cluster.application())
                .kafkaProperties(cluster.engineProperties())
                .defaultSettings(settings())
                .topology(counts())
                .build()) {
            engine.start();
            cluster.send(in, 1, "k", "value");
            await().untilTrue(entered);
            TopologyHandle handle = engine.topology("counts");

            await().atMost(FOUND_WITHIN).until(() -> !handle.stuck().isEmpty());

            assertThat(handle.stuck()).singleElement().satisfies(stuck -> {
                assertThat(stuck.node()).isEqualTo("table");
                assertThat(stuck.input()).contains(new RecordMetadata(in, 1, 0));
                assertThat(stuck.stack())
                        .anyMatch(frame -> frame.getMethodName().equals("loopOnce"));
            });

            await().atMost(DRAIN.plusSeconds(6)).until(() -> {
                handle.drain();
                return true;
            });
            handle.start();
            await().until(() -> written.contains("k"));

            assertThat(instanceDirectories())
                    .as("the first was free again, though the thread still loops")
                    .hasSize(1);
        }
    }

    private TopologySettings settings() {
        return Engines.quick()
                .withDrainTimeout(DRAIN)
                .withState(StateSettings.defaults()
                        .withStoreType(StoreType.ROCKS_DB)
                        .withDirectory(directory))
                .withErrors(ErrorSettings.defaults().withStuckAfter(BOUND));
    }

    private Topology counts() {
        TopologyBuilder builder = TopologyBuilder.named("counts").defaultSerdes(Serdes.String(), Serdes.String());
        Sink<String, Long> table = context -> batch -> {
            loopOnce();
            batch.forEach(count -> written.add(count.key()));
        };
        builder.<String, String>stream(in).groupByKey().count().toStream().to(table, Batched.as("table"));
        return builder.build();
    }

    /** No interrupt ends it. */
    private void loopOnce() {
        if (entered.compareAndSet(false, true)) {
            while (!released.get()) {
                Thread.onSpinWait();
            }
        }
    }

    private List<Path> instanceDirectories() throws Exception {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> path.getFileName().toString().startsWith("instance-"))
                    .toList();
        }
    }
}
