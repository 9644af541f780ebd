package io.millrace.internal.query;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShardGroup;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.StorePlan;
import io.millrace.internal.query.Question.Reply;
import io.millrace.internal.query.Question.What;
import io.millrace.internal.state.StateStores;
import io.millrace.internal.state.StoreOwners;
import io.millrace.query.Unavailable;
import io.millrace.query.Unavailable.Reason;
import io.millrace.runtime.QuerySettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/**
 * Takes the questions about one run's state to the workers that can answer them.
 *
 * <p>Thread-safe.
 */
public final class QueryDesk implements QuestionBoxes {

    private final Plan plan;
    private final KeyPlaces places;
    private final Ownership ownership;
    private final StoreOwners owners;
    private final Map<String, List<QuestionBox>> boxes = new HashMap<>();

    /**
     * @param isInTouch whether the group can't have given this instance's partitions to another one
     * @param wakeUps wakes the worker of a stage, by any thread
     */
    public QueryDesk(
            Plan plan,
            QuerySettings settings,
            StateStores stores,
            KeyPlaces places,
            BooleanSupplier isInTouch,
            BiFunction<StagePlan, Integer, WakeUp> wakeUps) {
        this.plan = plan;
        this.places = places;
        this.ownership = new Ownership(plan.topology(), stores.flowing(), isInTouch);
        this.owners = new StoreOwners(plan, stores);
        for (StagePlan stage : plan.stages()) {
            List<QuestionBox> ofStage = new ArrayList<>();
            for (int number = 0; number < stage.parallelism(); number++) {
                ofStage.add(new QuestionBox(settings.maxWaiting(), wakeUps.apply(stage, number), ownership));
            }
            boxes.put(stage.name(), ofStage);
        }
    }

    @Override
    public QuestionBox of(String stage, int number) {
        return boxesOf(stage).get(number);
    }

    KeyPlaces places() {
        return places;
    }

    /** Refuses all questions, now and later: the run ends. */
    public void end() {
        Unavailable why = notRunning(plan.topology());
        boxes.values().forEach(ofStage -> ofStage.forEach(box -> box.end(why)));
    }

    static Unavailable notRunning(String topology) {
        return new Unavailable(
                Reason.NOT_RUNNING,
                Set.of(),
                "Topology '%s' does not run in this instance at the moment: ask again when it does"
                        .formatted(topology));
    }

    /** Asks the one worker that has {@code key} in shard {@code number}. */
    CompletableFuture<Reply> askOwner(StorePlan store, int number, Object key, What what) {
        Shard shard = ownership.of(store.group(), number);
        return shard == null
                ? refused(ownership.notHere(store.group(), number))
                : put(new Question(what, List.of(shard)), store, owners.workerOf(store, shard, key));
    }

    /** Asks all workers that have anything of the shards {@code numbers}; replies are those of each worker. */
    List<CompletableFuture<Reply>> askAll(StorePlan store, Collection<Integer> numbers, What what) {
        Map<Integer, List<Shard>> shardsByWorker = new TreeMap<>();
        for (int number : numbers) {
            Shard shard = ownership.of(store.group(), number);
            if (shard == null) {
                return List.of(refused(ownership.notHere(store.group(), number)));
            }
            owners.workersOf(store, shard).forEach(worker -> shardsByWorker
                    .computeIfAbsent(worker, any -> new ArrayList<>())
                    .add(shard));
        }
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        shardsByWorker.forEach((worker, shards) -> replies.add(put(new Question(what, shards), store, worker)));
        return replies;
    }

    ShardGroup group(StorePlan store) {
        return plan.shardGroup(store.group());
    }

    private CompletableFuture<Reply> put(Question question, StorePlan store, int worker) {
        return boxesOf(store.stage()).get(worker).offer(question)
                ? question.reply()
                : refused(new Unavailable(
                        Reason.OVERLOADED,
                        Set.of(),
                        "As many questions as may wait for worker %d of stage '%s' of topology '%s': ask less, or later"
                                .formatted(worker, store.stage(), plan.topology())));
    }

    private List<QuestionBox> boxesOf(String stage) {
        return boxes.getOrDefault(stage, List.of());
    }

    private static CompletableFuture<Reply> refused(Unavailable why) {
        return CompletableFuture.completedFuture(Reply.refused(why));
    }
}
