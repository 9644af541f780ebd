package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Position;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.plan.Division;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShardGroup;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.StorePlan;
import io.millrace.internal.state.CurrentKey;
import io.millrace.internal.state.StateStores;
import io.millrace.internal.state.WorkerStores;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.runtime.StateSettings;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.support.ManualTime;
import io.millrace.topology.Node;
import io.millrace.topology.StartPosition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * A restore worker that is stepped by the test, of a topology with two inputs that share two logged stores and one that is not
 * logged.
 */
final class SteppedRestore {

    static final String GROUP = "app-cards";
    static final TopicPartition PAYMENTS = new TopicPartition("payments", 1);
    static final TopicPartition REFUNDS = new TopicPartition("refunds", 1);
    static final TopicPartition TOTALS = new TopicPartition("app-cards-totals-changelog", 1);
    static final TopicPartition LIMITS = new TopicPartition("app-cards-limits-changelog", 1);
    static final ShardKey KEY = new ShardKey("payments+refunds", 1);
    private static final int MOST_STEPS = 1_000;

    private static final StoreDefinition<KeyValueStore<String, String>> TOTALS_STORE =
            Stores.keyValue("totals", Serdes.String(), Serdes.String());
    private static final StoreDefinition<KeyValueStore<String, String>> LIMITS_STORE =
            Stores.keyValue("limits", Serdes.String(), Serdes.String());
    private static final StoreDefinition<KeyValueStore<String, String>> SEEN_STORE =
            Stores.keyValue("seen", Serdes.String(), Serdes.String()).withLoggingDisabled();

    final ManualTime time = new ManualTime();
    final FakeChangelogs cluster = new FakeChangelogs();
    final FakeChangelogConsumer consumer = new FakeChangelogConsumer(cluster);
    final List<RestoredShard> restored = new ArrayList<>();
    final Plan plan;
    final StateStores stores;
    final RestoreWorker worker;
    final Restorer restorer;

    SteppedRestore() {
        this(Division.BY_PARTITION);
    }

    SteppedRestore(Division division) {
        plan = plan(division);
        stores = new StateStores(plan, GROUP, StateSettings.defaults(), time);
        RestoreParts parts = new RestoreParts(
                "cards",
                new Changelogs(plan, GROUP),
                stores,
                cluster,
                new RestoredStarts(cluster, topic -> StartPosition.latest()),
                time,
                () -> {});
        Queue<RestoredShard> taken = new ArrayDeque<>();
        worker = new RestoreWorker(
                "restore-0", parts, new ChangelogReader(() -> consumer), "app-cards-own", () -> {}, shard -> {
                    restored.add(shard);
                    taken.add(shard);
                });
        restorer = new Restorer(parts.changelogs(), stores, List.of(worker), taken, () -> {});
    }

    static OffsetAndMetadata committed(long offset, String... stores) {
        CommitMetadata metadata = stores.length == 0
                ? CommitMetadata.stateless(4)
                : CommitMetadata.withState(4, List.of(stores), new CommitId("app-cards-1", 1));
        return metadata.with(new Position(offset, null));
    }

    /** Both stores are at payment 10 and refund 5, and both offsets are committed. */
    SteppedRestore checkpointed() {
        cluster.log(TOTALS).checkpoint("ann", "100", Map.of("payments", 10L, "refunds", 5L));
        cluster.log(LIMITS).checkpoint("ann", "500", Map.of("payments", 10L, "refunds", 5L));
        cluster.committed.put(PAYMENTS, committed(10, "totals", "limits"));
        cluster.committed.put(REFUNDS, committed(5, "totals", "limits"));
        return this;
    }

    Shard begin() {
        return restorer.begin(KEY, Set.of(PAYMENTS, REFUNDS));
    }

    void step() {
        time.advance(Duration.ofMillis(1));
        worker.doWork();
    }

    /** Steps for {@code duration} of the manual clock. */
    void step(Duration duration) {
        long end = time.nanoTime() + duration.toNanos();
        while (time.nanoTime() < end) {
            time.advance(Duration.ofMillis(20));
            worker.doWork();
        }
    }

    RestoredShard stepUntilRestored() {
        for (int step = 0; step < MOST_STEPS && restored.isEmpty(); step++) {
            time.advance(Duration.ofMillis(20));
            worker.doWork();
        }
        if (restored.isEmpty()) {
            throw new AssertionError("Not restored after %d steps".formatted(MOST_STEPS));
        }
        return restored.get(0);
    }

    @Nullable
    String total(Shard shard, String key) {
        return value(shard, TOTALS_STORE, key);
    }

    @Nullable
    String limit(Shard shard, String key) {
        return value(shard, LIMITS_STORE, key);
    }

    @SuppressWarnings("unchecked")
    private @Nullable String value(Shard shard, StoreDefinition<KeyValueStore<String, String>> store, String key) {
        WorkerStores workerStores = new WorkerStores(stores, List.of(store), 0);
        workerStores.open(shard);
        return ((KeyValueStore<String, String>) workerStores.view(store, new Current(shard, key))).get(key);
    }

    private static Plan plan(Division division) {
        ProcessorSupplier<Object, Object, Object, Object> unused = () -> record -> {};
        List<StoreDefinition<?>> definitions = List.of(TOTALS_STORE, LIMITS_STORE, SEEN_STORE);
        StagePlan stage = new StagePlan(
                "score",
                1,
                true,
                List.of(new Node.Operator("score", "process", List.of("payments", "refunds"), unused, definitions)));
        return new Plan(
                "cards",
                List.of(stage),
                List.of(new ShardGroup(
                        KEY.group(),
                        new TreeSet<>(Set.of("payments", "refunds")),
                        definitions.stream()
                                .map(store -> new StorePlan(store, "score", KEY.group()))
                                .toList(),
                        division)),
                List.of(),
                List.of());
    }

    private record Current(Shard shard, Object key) implements CurrentKey {}
}
