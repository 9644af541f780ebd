package io.millrace.internal.plan;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Input topics that share state: they have the same number of partitions, and an instance owns partition <i>p</i> of all of
 * them or of none. Immutable.
 *
 * @param name the topics' names, joined
 * @param stores those that are split by the partitions of these topics
 */
public record ShardGroup(String name, SortedSet<String> topics, List<StorePlan> stores) {

    public ShardGroup {
        topics = Collections.unmodifiableSortedSet(new TreeSet<>(topics));
        stores = List.copyOf(stores);
    }
}
