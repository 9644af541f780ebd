package io.millrace.internal.state;

import io.millrace.internal.epoch.KeyGroups;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.plan.StagePlan;

/** Which worker of a stage has which keys of a shard. Immutable. */
interface Owners {

    /** Returns the number of the worker that has the entries of {@code recordKey}. */
    int worker(Object recordKey);

    /** Returns how many workers share the keys. */
    int sharers();

    /** Returns who has what in {@code stage}, as its records are routed; {@code groups} are those of its keys. */
    static Owners of(StagePlan stage, Shard shard, KeyGroups groups) {
        return switch (stage.routing()) {
            case BY_KEY -> new ByKey(groups, stage.parallelism());
            case BY_PARTITION -> new OneWorker(shard.worker(stage.parallelism()));
        };
    }

    /** Each worker has its share of the keys. */
    record ByKey(KeyGroups groups, int workers) implements Owners {

        @Override
        public int worker(Object recordKey) {
            return groups.worker(recordKey, workers);
        }

        @Override
        public int sharers() {
            return workers;
        }
    }

    /** One worker has all keys. */
    record OneWorker(int number) implements Owners {

        @Override
        public int worker(Object recordKey) {
            return number;
        }

        @Override
        public int sharers() {
            return 1;
        }
    }
}
