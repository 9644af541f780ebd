package io.millrace.samples.features.state;

import io.millrace.samples.features.model.ItemCounts;
import io.millrace.samples.features.model.Popularity;
import io.millrace.samples.features.model.ShopEvent;
import io.millrace.samples.features.state.ItemHistory.Pane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How the histories of items grow and age, and what they tell.
 *
 * <p>Any number of users may do something with an item, so no single event is kept but panes of ten seconds: a window ends with the pane
 * that the moment is in, and begins with a pane, too, so that it covers up to ten seconds less than its span. An item has 360 panes at
 * most, however often it is asked for.
 *
 * <p>Immutable.
 */
public final class ItemHistories {
    private static final long PANE_MILLIS = 10_000;

    private final FeatureProperties properties;

    public ItemHistories(FeatureProperties properties) {
        this.properties = properties;
    }

    /** Returns {@code history} with one more event; itself if the event comes too late to count. */
    public ItemHistory with(ItemHistory history, ShopEvent event, long time) {
        long pane = pane(time);
        long asOf = Math.max(history.asOf(), time);
        if (pane <= oldest(asOf)) {
            return history;
        }
        List<Pane> panes = kept(history.panes(), asOf);
        add(panes, new Pane(pane, ItemCounts.of(event)));
        return new ItemHistory(panes, Math.max(history.lastSeen(), time), asOf, history.version() + 1);
    }

    /** Returns {@code history} without what no window reaches back to from {@code time} on. */
    public ItemHistory aged(ItemHistory history, long time) {
        long asOf = Math.max(history.asOf(), time);
        return new ItemHistory(kept(history.panes(), asOf), history.lastSeen(), asOf, history.version());
    }

    /** Returns when it tells something else if nothing more happens. */
    public long nextChange(ItemHistory history) {
        return Span.nextChange(pane(history.lastSeen()), history.asOf(), properties.forgetAfter());
    }

    /** Returns whether nothing has happened for so long that there is nothing to be told any more. */
    public boolean isForgotten(ItemHistory history) {
        return history.asOf()
                >= pane(history.lastSeen()) + properties.forgetAfter().toMillis();
    }

    /**
     * Returns what there is to tell at {@code time}.
     *
     * @param time in milliseconds since 1970; the time of the newest event if that is later
     */
    public Popularity popularity(String item, ItemHistory history, long time) {
        long asOf = Math.max(time, history.asOf());
        return new Popularity(
                item,
                Instant.ofEpochMilli(asOf),
                history.version(),
                Instant.ofEpochMilli(history.lastSeen()),
                window(history, asOf, Span.MINUTE),
                window(history, asOf, Span.FIVE_MINUTES),
                window(history, asOf, Span.HOUR));
    }

    private static ItemCounts window(ItemHistory history, long asOf, Span span) {
        long before = pane(asOf) - span.millis();
        ItemCounts counts = ItemCounts.NONE;
        for (int index = history.panes().size() - 1; index >= 0; index--) {
            Pane pane = history.panes().get(index);
            if (pane.begin() <= before) {
                break;
            }
            counts = counts.plus(pane.counts());
        }
        return counts;
    }

    private static void add(List<Pane> panes, Pane added) {
        int place = panes.size();
        while (place > 0 && panes.get(place - 1).begin() > added.begin()) {
            place--;
        }
        if (place > 0 && panes.get(place - 1).begin() == added.begin()) {
            panes.set(
                    place - 1,
                    new Pane(added.begin(), panes.get(place - 1).counts().plus(added.counts())));
        } else {
            panes.add(place, added);
        }
    }

    private static List<Pane> kept(List<Pane> panes, long asOf) {
        List<Pane> kept = new ArrayList<>(panes.size() + 1);
        for (Pane pane : panes) {
            if (pane.begin() > oldest(asOf)) {
                kept.add(pane);
            }
        }
        return kept;
    }

    /** The newest pane that no window reaches back to any more. */
    private static long oldest(long asOf) {
        return pane(asOf) - Span.LONGEST.millis();
    }

    private static long pane(long time) {
        return Math.floorDiv(time, PANE_MILLIS) * PANE_MILLIS;
    }
}
