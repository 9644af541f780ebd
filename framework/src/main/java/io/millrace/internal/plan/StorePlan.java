package io.millrace.internal.plan;

import io.millrace.state.StoreDefinition;

/**
 * One store and where it lives. Immutable.
 *
 * @param stage the one whose workers hold it
 * @param group the inputs whose partitions split it, see {@link ShardGroup}
 */
public record StorePlan(StoreDefinition<?> definition, String stage, String group) {

    public String name() {
        return definition.name();
    }

    /** Returns the name of the topic that makes the store named {@code store} durable for consumer group {@code group}. */
    public static String changelog(String group, String store) {
        return "%s-%s-changelog".formatted(group, store);
    }
}
