package io.millrace.internal.kafka;

import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StorePlan;
import java.util.List;

/**
 * The topics that make stores durable: one for each logged store, with a partition for each shard of the store's inputs. Immutable.
 *
 * @param group the consumer group, which begins their names
 */
record Changelogs(Plan plan, String group) {

    /** Returns the changelog's name of the store named {@code store}. */
    String topicOf(String store) {
        return StorePlan.changelog(group, store);
    }

    /** Returns all stores that have a changelog. */
    List<StorePlan> loggedStores() {
        return plan.stores().stream()
                .filter(store -> store.definition().logged())
                .toList();
    }
}
