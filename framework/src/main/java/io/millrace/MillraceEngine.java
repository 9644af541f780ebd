package io.millrace;

import io.millrace.internal.engine.Engine;
import io.millrace.internal.engine.EngineSetup;
import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Topology;
import io.millrace.trace.RecordTracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs topologies inside a service.
 *
 * <pre>{@code
 * try (MillraceEngine engine = MillraceEngine.builder()
 *         .applicationId("payments")
 *         .kafkaProperties(Map.of("bootstrap.servers", "localhost:9092"))
 *         .topology(topology)
 *         .build()) {
 *     engine.start();
 *     ...
 * }
 * }</pre>
 *
 * <p>In a Spring Boot service the starter does this. Each topology runs by itself: the failure of one leaves the others
 * alone. Thread-safe.
 */
public final class MillraceEngine implements AutoCloseable {

    private final Engine engine;

    private MillraceEngine(EngineSetup setup) {
        this.engine = new Engine(setup);
    }

    public static Builder builder() {
        return new Builder();
    }

    public List<TopologyHandle> topologies() {
        return engine.topologies();
    }

    /**
     * Returns the topology named {@code name}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public TopologyHandle topology(String name) {
        return engine.topology(name)
                .orElseThrow(() -> new IllegalArgumentException("There is no topology '%s'; known: %s"
                        .formatted(
                                name,
                                topologies().stream().map(TopologyHandle::name).toList())));
    }

    /**
     * Starts all topologies that are not running and returns when they do.
     *
     * @throws io.millrace.errors.StartRefusedException if one can't run as it is; the others are stopped again
     * @throws io.millrace.errors.BrokerUnavailableException if Kafka does not answer; likewise
     */
    public void start() {
        engine.start();
    }

    /**
     * Waits until all topologies have ended, by themselves as with {@link io.millrace.runtime.Trigger#availableNow}, by a failure or
     * because they were stopped; {@link TopologyHandle#end} tells which it was. Returns false if they do not within {@code timeout}.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return engine.awaitEnd(timeout);
    }

    /** Stops all topologies, each with a final checkpoint; they can be started again. See {@link TopologyHandle#drain}. */
    public void drain() {
        engine.drain();
    }

    /** Stops all topologies for good. */
    @Override
    public void close() {
        engine.close();
    }

    /** Collects what an engine is made of. Not thread-safe. */
    public static final class Builder {

        private static final int DEFAULT_SLOTS = 64;

        private final List<Topology> topologies = new ArrayList<>();
        private final Map<String, TopologySettings> settings = new HashMap<>();
        private final List<TopologyListener> listeners = new ArrayList<>();
        private @Nullable String applicationId;
        private @Nullable KafkaClientSupplier clients;
        private TopologySettings defaultSettings = TopologySettings.defaults();
        private TimeSource timeSource = TimeSource.system();
        private int taskSlots = DEFAULT_SLOTS;
        private boolean measured = true;
        private RecordTracer tracer = RecordTracer.NONE;

        private Builder() {}

        /**
         * Names the application. Required, and not to be changed: the consumer group of a topology is {@code
         * <application>-<topology>}, and its offsets are found under it.
         */
        public Builder applicationId(String newApplicationId) {
            applicationId = newApplicationId;
            return this;
        }

        /** Sets where Kafka's clients come from. This or {@link #kafkaProperties} is required. */
        public Builder clients(KafkaClientSupplier newClients) {
            clients = newClients;
            return this;
        }

        /** Has Kafka's clients made from {@code properties}, such as {@code bootstrap.servers}. */
        public Builder kafkaProperties(Map<String, Object> properties) {
            return clients(EngineSetup.clientsOf(properties));
        }

        /** Sets how many workers, sources included, all topologies may have together; default 64. */
        public Builder taskSlots(int newTaskSlots) {
            taskSlots = newTaskSlots;
            return this;
        }

        public Builder topology(Topology topology) {
            topologies.add(topology);
            return this;
        }

        /** Sets how topologies run for which {@link #settings} says nothing. */
        public Builder defaultSettings(TopologySettings newDefaultSettings) {
            defaultSettings = newDefaultSettings;
            return this;
        }

        /** Sets how the topology named {@code topology} runs. */
        public Builder settings(String topology, TopologySettings newSettings) {
            settings.put(topology, newSettings);
            return this;
        }

        public Builder listener(TopologyListener listener) {
            listeners.add(listener);
            return this;
        }

        /** Sets where time comes from; default {@link TimeSource#system()}. */
        public Builder timeSource(TimeSource newTimeSource) {
            timeSource = newTimeSource;
            return this;
        }

        /**
         * Sets whether workers are measured, for {@link TopologyHandle#metrics}; default true. It costs next to nothing; without, {@link
         * io.millrace.runtime.TopologyMetrics#stages} is empty.
         */
        public Builder metrics(boolean newMeasured) {
            measured = newMeasured;
            return this;
        }

        /** Sets what traces records; default {@link RecordTracer#NONE}. */
        public Builder tracer(RecordTracer newTracer) {
            tracer = newTracer;
            return this;
        }

        /**
         * Plans all topologies and returns the engine, not started.
         *
         * @throws IllegalStateException if the application's name or Kafka's clients are missing
         * @throws io.millrace.errors.InvalidSettingsException if settings name what does not exist
         * @throws io.millrace.errors.NotEnoughSlotsException if there are too few slots for all workers
         */
        public MillraceEngine build() {
            if (applicationId == null || applicationId.isBlank()) {
                throw new IllegalStateException("An engine needs a name: call applicationId(...)");
            }
            if (clients == null) {
                throw new IllegalStateException(
                        "An engine needs Kafka's clients: call kafkaProperties(...) or clients(...)");
            }
            return new MillraceEngine(new EngineSetup(
                    applicationId,
                    clients,
                    taskSlots,
                    topologies,
                    defaultSettings,
                    settings,
                    listeners,
                    timeSource,
                    measured,
                    tracer));
        }
    }
}
