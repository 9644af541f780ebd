package io.millrace.internal.plan;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Input topics that share state. Where that is divided, they have the same number of partitions, and an instance owns partition
 * <i>p</i> of all of them or of none; where it is not, it owns all partitions of all of them or none. Immutable.
 *
 * @param name the topics' names, joined
 * @param stores those that have what came from these topics
 */
public record ShardGroup(String name, SortedSet<String> topics, List<StorePlan> stores, Division division) {

    /** Stands in no topic's name. */
    private static final String SEPARATOR = "+";

    public ShardGroup {
        topics = Collections.unmodifiableSortedSet(new TreeSet<>(topics));
        stores = List.copyOf(stores);
    }

    /** Returns the name of the group of {@code topics}. */
    public static String nameOf(SortedSet<String> topics) {
        return String.join(SEPARATOR, topics);
    }

    /** Returns the topics of the group that is named {@code name}. */
    public static SortedSet<String> topicsOf(String name) {
        return new TreeSet<>(List.of(name.split(Pattern.quote(SEPARATOR), -1)));
    }
}
