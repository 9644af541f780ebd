package io.millrace.internal.state;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.StorePlan;
import java.util.List;
import java.util.stream.IntStream;

/** Which workers have the entries of a store. Immutable. */
public record StoreOwners(Plan plan, StateStores stores) {

    /** Returns the number of the worker that has {@code key}, which for a key-value store may be any, of {@code shard}. */
    public int workerOf(StorePlan store, Shard shard, Object key) {
        StagePlan stage = plan.stage(store.stage());
        return stores.owners(stage, shard).worker(key);
    }

    /** Returns the numbers of all workers that have entries of {@code shard}. */
    public List<Integer> workersOf(StorePlan store, Shard shard) {
        StagePlan stage = plan.stage(store.stage());
        Owners owners = stores.owners(stage, shard);
        return owners instanceof Owners.OneWorker one
                ? List.of(one.number())
                : IntStream.range(0, owners.sharers()).boxed().toList();
    }
}
