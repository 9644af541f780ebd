package io.millrace.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How one topology runs: begin with {@link #defaults()} and change what should be different. Immutable.
 *
 * @param trigger when epochs end; default {@code real-time}, 5 minutes
 * @param delivery how often outputs are seen; default {@link Delivery#AT_LEAST_ONCE}, with every trigger
 * @param shuffle how records get to their new keys' workers; default {@link ShuffleMode#DURABLE}
 * @param threads which threads run the stages; default {@link ThreadMode#AUTO}
 * @param restart what happens after a failure
 * @param stageParallelism workers of a stage, by its name, over what the topology says
 * @param drainTimeout how long a stop or a rebalance waits for the records in flight; default 25 s
 * @param startTimeout how long a start waits for Kafka's answers; default 15 s
 * @param state how stores are kept
 * @param errors what becomes of records that fail
 * @param queries whether its state may be asked for from outside; default {@link QuerySettings#disabled()}
 */
public record TopologySettings(
        Trigger trigger,
        Delivery delivery,
        ShuffleMode shuffle,
        ThreadMode threads,
        RestartPolicy restart,
        Map<String, Integer> stageParallelism,
        Duration drainTimeout,
        Duration startTimeout,
        StateSettings state,
        ErrorSettings errors,
        QuerySettings queries) {

    private static final TopologySettings DEFAULTS = new TopologySettings(
            Trigger.realTime(),
            Delivery.AT_LEAST_ONCE,
            ShuffleMode.DURABLE,
            ThreadMode.AUTO,
            RestartPolicy.defaults(),
            Map.of(),
            Duration.ofSeconds(25),
            Duration.ofSeconds(15),
            StateSettings.defaults(),
            ErrorSettings.defaults(),
            QuerySettings.disabled());

    public TopologySettings {
        stageParallelism = Map.copyOf(stageParallelism);
        requirePositive("drainTimeout", drainTimeout);
        requirePositive("startTimeout", startTimeout);
    }

    private static void requirePositive(String name, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("%s is %s: give a duration above zero".formatted(name, timeout));
        }
    }

    public static TopologySettings defaults() {
        return DEFAULTS;
    }

    public TopologySettings withTrigger(Trigger newTrigger) {
        return with(draft -> draft.trigger = newTrigger);
    }

    public TopologySettings withDelivery(Delivery newDelivery) {
        return with(draft -> draft.delivery = newDelivery);
    }

    public TopologySettings withShuffle(ShuffleMode newShuffle) {
        return with(draft -> draft.shuffle = newShuffle);
    }

    public TopologySettings withThreads(ThreadMode newThreads) {
        return with(draft -> draft.threads = newThreads);
    }

    public TopologySettings withRestart(RestartPolicy newRestart) {
        return with(draft -> draft.restart = newRestart);
    }

    /** Sets the number of workers of stage {@code stage}, at least 1. */
    public TopologySettings withParallelism(String stage, int parallelism) {
        Map<String, Integer> changed = new HashMap<>(stageParallelism);
        changed.put(stage, parallelism);
        return with(draft -> draft.stageParallelism = changed);
    }

    public TopologySettings withDrainTimeout(Duration newDrainTimeout) {
        return with(draft -> draft.drainTimeout = newDrainTimeout);
    }

    public TopologySettings withStartTimeout(Duration newStartTimeout) {
        return with(draft -> draft.startTimeout = newStartTimeout);
    }

    public TopologySettings withState(StateSettings newState) {
        return with(draft -> draft.state = newState);
    }

    public TopologySettings withErrors(ErrorSettings newErrors) {
        return with(draft -> draft.errors = newErrors);
    }

    public TopologySettings withQueries(QuerySettings newQueries) {
        return with(draft -> draft.queries = newQueries);
    }

    private TopologySettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** Settings of which one is being changed. Confined to the caller. */
    private static final class Draft {
        private Trigger trigger;
        private Delivery delivery;
        private ShuffleMode shuffle;
        private ThreadMode threads;
        private RestartPolicy restart;
        private Map<String, Integer> stageParallelism;
        private Duration drainTimeout;
        private Duration startTimeout;
        private StateSettings state;
        private ErrorSettings errors;
        private QuerySettings queries;

        Draft(TopologySettings from) {
            trigger = from.trigger;
            delivery = from.delivery;
            shuffle = from.shuffle;
            threads = from.threads;
            restart = from.restart;
            stageParallelism = from.stageParallelism;
            drainTimeout = from.drainTimeout;
            startTimeout = from.startTimeout;
            state = from.state;
            errors = from.errors;
            queries = from.queries;
        }

        TopologySettings settings() {
            return new TopologySettings(
                    trigger,
                    delivery,
                    shuffle,
                    threads,
                    restart,
                    stageParallelism,
                    drainTimeout,
                    startTimeout,
                    state,
                    errors,
                    queries);
        }
    }
}
