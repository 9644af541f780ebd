package io.millrace.internal.kafka;

import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShufflePlan;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.internal.plan.TimePlan;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.Trigger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Makes what a trigger means for the source worker. Confined to it. */
final class IntakeFactory {

    /** How long a micro-batch may ask for what there is, while all else stands still. */
    private static final Duration LONGEST_QUESTION = Duration.ofSeconds(1);

    private final SourceParts parts;
    private final InputFeeds feeds;
    private final TimePlan times;
    private final boolean hasBatchSinks;
    private final boolean leavesAtBarriers;
    private final JobQuestions questions;
    private final AtomicBoolean collecting;
    private final Surroundings surroundings;

    /** @param collecting is told whether outputs had better be collected than sent at once */
    IntakeFactory(
            Plan plan, SourceParts parts, JobQuestions questions, AtomicBoolean collecting, Surroundings surroundings) {
        this.parts = parts;
        this.feeds = new InputFeeds(
                parts.feeds(),
                plan.repartitionTopics().stream()
                        .map(ShufflePlan.RepartitionTopic::name)
                        .collect(Collectors.toSet()));
        this.leavesAtBarriers = !plan.completeTables().isEmpty()
                || plan.sinkPlans().stream().anyMatch(sink -> sink.sending() == SinkPlan.Sending.WITH_CHECKPOINT);
        this.times = new TimePlan(plan);
        this.hasBatchSinks = !plan.batchSinks().isEmpty();
        this.questions = questions;
        this.collecting = collecting;
        this.surroundings = surroundings;
    }

    /**
     * What an intake needs of the run around it.
     *
     * @param wakeUp wakes the source worker; run by any thread
     * @param parked returns how many records wait for a retry
     */
    record Surroundings(Runnable wakeUp, LongSupplier parked, TimeSource time) {}

    /** Returns the intake of {@code trigger}, which begins now: records that wait in the feeds are its own. */
    Intake of(Trigger trigger) {
        long now = surroundings.time().nanoTime();
        if (trigger instanceof Trigger.RealTime realTime) {
            return new ContinuousIntake(
                    parts.feeds(),
                    realTime.interval(),
                    new Backlog(parts.consumer(), parts.feeds(), collecting, now),
                    surroundings.parked(),
                    now);
        }
        collecting.set(true);
        return hasBatchSinks ? new PlannedIntake(parts.feeds(), batches(trigger, now)) : flowing(trigger, now);
    }

    private Intake flowing(Trigger trigger, long now) {
        if (trigger instanceof Trigger.ProcessingTime processingTime) {
            return new TriggeredIntake(feeds, ends(), hops(), processingTime.interval(), now);
        }
        JobProgress progress = progress(now);
        JobEnd end = new JobEnd(progress, questions, times, surroundings.wakeUp());
        return new JobIntake(feeds, progress, epochs(trigger), end, now);
    }

    private Optional<HopEpochs> hops() {
        return leavesAtBarriers ? Optional.of(new HopEpochs()) : Optional.empty();
    }

    private BatchSchedule batches(Trigger trigger, long now) {
        if (trigger instanceof Trigger.ProcessingTime processingTime) {
            return new TimedBatches(parts.feeds(), ends(), processingTime.interval(), now);
        }
        int most = trigger instanceof Trigger.Once ? Integer.MAX_VALUE : TimedBatches.MOST_RECORDS;
        return new JobBatches(feeds, ends(), progress(now), epochs(trigger), most);
    }

    private JobEpochs epochs(Trigger trigger) {
        return trigger instanceof Trigger.Once ? new SingleEpoch(parts) : new BoundedEpochs();
    }

    private JobProgress progress(long now) {
        return new JobProgress(questions, surroundings.wakeUp(), now);
    }

    private CurrentEnds ends() {
        return new CurrentEnds(parts.consumer(), LONGEST_QUESTION);
    }
}
