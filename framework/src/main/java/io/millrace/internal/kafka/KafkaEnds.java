package io.millrace.internal.kafka;

import io.millrace.internal.epoch.EpochCoordinator;
import io.millrace.internal.plan.Plan;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.producer.Producer;

/**
 * Puts the two Kafka ends of a run together, which measure latency together: the sink's producer, and the source worker.
 *
 * <p>Confined to the thread that builds the run.
 */
public final class KafkaEnds {

    private final Plan plan;
    private final TopologySettings settings;
    private final TimeSource time;
    private final Latencies latencies;

    public KafkaEnds(Plan plan, TopologySettings settings, TimeSource time) {
        this.plan = plan;
        this.settings = settings;
        this.time = time;
        this.latencies = new Latencies(time);
    }

    /**
     * What the source worker needs of the run around it.
     *
     * @param wakeUp wakes the poll thread; called by any thread
     * @param otherWorkers runs the workers that share the poll thread once, and says how much they did
     * @param failed whether the run has failed
     * @param onProgress takes each committed epoch, on the poll thread
     * @param onAssignment takes what is assigned after each rebalance, on the poll thread
     */
    public record Surroundings(
            Runnable wakeUp,
            IntSupplier otherWorkers,
            BooleanSupplier failed,
            Consumer<EpochProgress> onProgress,
            Consumer<Set<SourcePartition>> onAssignment) {}

    /** Returns the producer that all writers share; {@code executor} may block, {@code onFailure} is called by any thread. */
    public SinkProducer sink(Producer<byte[], byte[]> producer, Executor executor, Consumer<Throwable> onFailure) {
        return new SinkProducer(plan.topology(), producer, executor, latencies, time, onFailure);
    }

    public SourceWorker source(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            SourceRoutes routes,
            Surroundings surroundings) {
        FeedTable feeds = new FeedTable();
        OffsetCommitter committer = new OffsetCommitter(consumer, time);
        EpochCoordinator coordinator = new EpochCoordinator(plan.workers(), committer, time, surroundings.wakeUp());
        ProgressReporter reporter =
                new ProgressReporter(plan.topology(), consumer, latencies, surroundings.onProgress());
        SourceParts parts = new SourceParts(
                plan.topology(),
                consumer,
                routes,
                feeds,
                new StartPositions(consumer, routes, settings.startTimeout()),
                committer,
                new EpochDriver(coordinator, feeds, routes.exchanges(), reporter),
                settings.startTimeout());
        Drain drain =
                new Drain(parts, surroundings.otherWorkers(), surroundings.failed(), time, settings.drainTimeout());
        Rebalances rebalances = new Rebalances(parts, drain, surroundings.onAssignment());
        return new SourceWorker(parts, intake(consumer, feeds), rebalances, latencies, time);
    }

    private Intake intake(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer, FeedTable feeds) {
        Trigger trigger = settings.trigger();
        return trigger instanceof Trigger.RealTime
                ? new ContinuousIntake(trigger.interval(), time.nanoTime())
                : new TriggeredIntake(consumer, feeds, trigger.interval(), settings.startTimeout(), time.nanoTime());
    }
}
