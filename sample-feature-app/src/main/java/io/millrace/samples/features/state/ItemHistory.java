package io.millrace.samples.features.state;

import io.millrace.samples.features.model.ItemCounts;
import java.util.List;

/**
 * What is remembered of an item: the value that the topology keeps for each. {@link ItemHistories} says how it grows.
 *
 * <p>Immutable.
 *
 * @param panes what happened lately, in the order of time, ten seconds in one
 * @param lastSeen when something happened last
 * @param asOf up to when it was told last
 * @param version how many events have counted
 */
public record ItemHistory(List<Pane> panes, long lastSeen, long asOf, long version) {
    public static final ItemHistory NONE = new ItemHistory(List.of(), Long.MIN_VALUE, Long.MIN_VALUE, 0);

    public ItemHistory {
        panes = List.copyOf(panes);
    }

    /**
     * What happened within ten seconds.
     *
     * <p>Immutable.
     *
     * @param begin of the ten seconds, in milliseconds since 1970
     */
    public record Pane(long begin, ItemCounts counts) {}
}
