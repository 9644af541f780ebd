package io.millrace.internal.state;

import io.millrace.internal.epoch.KeyGroups;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.plan.Division;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShardGroup;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.StorePlan;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TimeSource;
import io.millrace.state.StoreDefinition;
import io.millrace.topology.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The stores of a stage that is stepped by the test: its workers, the record that each has in hand, and the committer. A run of
 * it ends with {@link #close()}; the changelog and the files outlive it.
 */
final class SteppedStores implements AutoCloseable, CurrentKey {

    final Shard shard = new Shard("payments", 0);
    final StateStores stores;
    final Changelog changelog;
    final List<WorkerStores> workers = new ArrayList<>();
    private Shard currentShard = shard;
    private int loaded;
    private @Nullable Object currentKey;

    SteppedStores(
            StateSettings settings,
            TimeSource time,
            Changelog changelog,
            int parallelism,
            StoreDefinition<?>... definitions) {
        this.changelog = changelog;
        StagePlan stage = stage(parallelism, List.of(definitions));
        this.stores = new StateStores(plan(stage), "bank-cards", settings, time);
        for (int number = 0; number < parallelism; number++) {
            workers.add(new WorkerStores(stores, stage.stores(), number));
        }
        open(shard);
    }

    /** Loads {@code newShard} from the changelog and opens it in all workers. */
    ShardState open(Shard newShard) {
        ShardState state = stores.open(newShard);
        loaded += changelog.loadInto(state);
        workers.forEach(worker -> worker.open(newShard));
        return state;
    }

    /** Returns how many changes were read from the changelog. */
    int loaded() {
        return loaded;
    }

    /** Returns what a processor sees of {@code definition}. */
    @SuppressWarnings("unchecked")
    <S> S view(StoreDefinition<S> definition) {
        return (S) workers.get(0).view(definition, this);
    }

    /** Returns what a processor of the worker that has the current key sees of {@code definition}. */
    @SuppressWarnings("unchecked")
    <S> S ownersView(StoreDefinition<S> definition) {
        int owner = KeyGroups.IN_THIS_PROCESS.worker(key(), workers.size());
        return (S) workers.get(owner).view(definition, this);
    }

    /** A record with {@code key} is in hand from now on. */
    SteppedStores at(Object key) {
        currentKey = key;
        return this;
    }

    /** A record without a key is in hand from now on. */
    void atNoKey() {
        currentKey = null;
    }

    /** A record of {@code other} is in hand from now on. */
    SteppedStores at(Shard other) {
        currentShard = other;
        return this;
    }

    /** A barrier passes all workers. */
    void seal() {
        workers.forEach(worker -> worker.sealAllBut(Set.of()));
    }

    /** The committer writes the sealed changes to the changelog. */
    void commitSealed() {
        ShardState state = state();
        state.forEachSealed(changelog);
        Map<String, Long> offsets = new HashMap<>();
        state.loggedStores().forEach(store -> offsets.put(store, changelog.end()));
        state.committed(offsets);
    }

    void checkpoint() {
        seal();
        commitSealed();
    }

    ShardState state() {
        ShardState state = stores.of(shard);
        if (state == null) {
            throw new IllegalStateException("Shard %s is closed".formatted(shard));
        }
        return state;
    }

    @Override
    public Shard shard() {
        return currentShard;
    }

    @Override
    public Object key() {
        if (currentKey == null) {
            throw new IllegalStateException("The test has set no key");
        }
        return currentKey;
    }

    @Override
    public void close() {
        stores.close();
    }

    private static StagePlan stage(int parallelism, List<StoreDefinition<?>> definitions) {
        ProcessorSupplier<Object, Object, Object, Object> unused = () -> record -> {};
        return new StagePlan(
                "score",
                parallelism,
                true,
                List.of(new Node.Operator("score", "process", List.of("payments"), unused, definitions)));
    }

    private static Plan plan(StagePlan stage) {
        List<StorePlan> stores = stage.stores().stream()
                .map(store -> new StorePlan(store, stage.name(), "payments"))
                .toList();
        return new Plan(
                "cards",
                List.of(stage),
                List.of(new ShardGroup("payments", new TreeSet<>(List.of("payments")), stores, Division.BY_PARTITION)),
                List.of(),
                List.of());
    }
}
