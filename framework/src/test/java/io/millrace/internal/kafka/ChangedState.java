package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.plan.Division;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShardGroup;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.StorePlan;
import io.millrace.internal.state.CurrentKey;
import io.millrace.internal.state.ShardState;
import io.millrace.internal.state.StateStores;
import io.millrace.internal.state.WorkerStores;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TimeSource;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.topology.Node;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The state of topology 'cards' as its one worker changes it: stores 'profiles' and 'totals' behind one topic, in which each
 * test opens the shards that it needs.
 */
final class ChangedState implements CurrentKey {

    static final String GROUP = "app-cards";
    static final StoreDefinition<KeyValueStore<String, String>> PROFILES =
            Stores.keyValue("profiles", Serdes.String(), Serdes.String());
    static final StoreDefinition<KeyValueStore<String, String>> TOTALS =
            Stores.keyValue("totals", Serdes.String(), Serdes.String());
    private static final int UNUSED_PARTITION = 9;
    private static final List<StoreDefinition<?>> DEFINITIONS = List.of(PROFILES, TOTALS);

    final StateStores stores;
    private final WorkerStores worker;
    private final String input;
    private Shard current;
    private long assignments;

    ChangedState(TimeSource time) {
        this("in", GROUP, time);
    }

    ChangedState(String input, String group, TimeSource time) {
        this.input = input;
        stores = new StateStores(plan(input), group, StateSettings.defaults(), time);
        worker = new WorkerStores(stores, DEFINITIONS, 0);
        current = new Shard(input, 0);
    }

    static Plan plan(String input) {
        ProcessorSupplier<Object, Object, Object, Object> unused = () -> record -> {};
        List<StorePlan> plans = DEFINITIONS.stream()
                .map(store -> new StorePlan(store, "score", input))
                .toList();
        return new Plan(
                "cards",
                List.of(new StagePlan(
                        "score",
                        1,
                        true,
                        List.of(new Node.Operator("score", "process", List.of(input), unused, DEFINITIONS)))),
                List.of(new ShardGroup(input, new TreeSet<>(List.of(input)), plans, Division.BY_PARTITION)),
                List.of(),
                List.of());
    }

    /** Returns a new assignment of {@code partition}, with state that is open. */
    PartitionAssignment assign(int partition) {
        return assignment(input, open(partition));
    }

    /** Opens the state of a new period of {@code partition}. */
    Shard open(int partition) {
        Shard shard = new Shard(input, partition);
        stores.open(shard);
        worker.open(shard);
        return shard;
    }

    /** Returns a new assignment of another topic's partition, with the state of {@code shard}. */
    PartitionAssignment assignment(String topic, Shard shard) {
        return new PartitionAssignment(new SourcePartition(topic, shard.partition()), ++assignments, 4, shard);
    }

    /** Has the worker put {@code value} while it has a record of {@code assignment} in hand. */
    void put(
            PartitionAssignment assignment,
            StoreDefinition<KeyValueStore<String, String>> store,
            String key,
            String value) {
        at(assignment, store).put(key, value);
    }

    void remove(PartitionAssignment assignment, StoreDefinition<KeyValueStore<String, String>> store, String key) {
        at(assignment, store).delete(key);
    }

    /** Has the worker change some kilobytes of a shard that nobody else uses. */
    PartitionAssignment changeMuch() {
        PartitionAssignment assignment = assign(UNUSED_PARTITION);
        for (int key = 0; key < 1_000; key++) {
            put(assignment, PROFILES, "key-" + key, "value");
        }
        return assignment;
    }

    /** Has a barrier pass the worker. */
    void seal() {
        worker.sealAllBut(Set.of());
    }

    ShardState of(PartitionAssignment assignment) {
        return Objects.requireNonNull(stores.of(Objects.requireNonNull(assignment.shard())));
    }

    @Override
    public Shard shard() {
        return current;
    }

    @Override
    public Object key() {
        return "any";
    }

    @SuppressWarnings("unchecked") // a view is what its definition says
    private KeyValueStore<String, String> at(
            PartitionAssignment assignment, StoreDefinition<KeyValueStore<String, String>> store) {
        current = Objects.requireNonNull(assignment.shard());
        return (KeyValueStore<String, String>) worker.view(store, this);
    }
}
