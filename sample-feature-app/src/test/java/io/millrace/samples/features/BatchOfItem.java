package io.millrace.samples.features;

import io.millrace.samples.features.model.ItemCounts;
import io.millrace.samples.features.model.Kind;
import io.millrace.samples.features.model.Popularity;
import io.millrace.samples.features.state.Action;
import java.time.Instant;
import java.util.List;

/** An item's popularity as a batch works it out. */
final class BatchOfItem extends Batch<Popularity> {
    private final String item;

    BatchOfItem(String item) {
        this(item, List.of(), Long.MIN_VALUE);
    }

    private BatchOfItem(String item, List<Action> counted, long asOf) {
        super(counted, asOf);
        this.item = item;
    }

    @Override
    BatchOfItem copy() {
        return new BatchOfItem(item, counted(), asOf());
    }

    @Override
    boolean isLate(Action action) {
        return version() > 0 && tens(action.time()) <= tens(asOf()) - HOUR;
    }

    @Override
    Popularity features(long time) {
        long moment = Math.max(time, asOf());
        return new Popularity(
                item,
                Instant.ofEpochMilli(moment),
                version(),
                Instant.ofEpochMilli(lastSeen()),
                window(moment, HOUR / 60),
                window(moment, HOUR / 12),
                window(moment, HOUR));
    }

    private ItemCounts window(long moment, long span) {
        List<Action> within = counted().stream()
                .filter(action -> tens(action.time()) > tens(moment) - span && tens(action.time()) <= tens(moment))
                .toList();
        return new ItemCounts(
                count(within, Kind.VIEW),
                count(within, Kind.CART),
                count(within, Kind.PURCHASE),
                within.stream().mapToLong(Action::cents).sum());
    }

    private static long count(List<Action> actions, Kind kind) {
        return actions.stream().filter(action -> action.kind() == kind).count();
    }

    /** Returns the ten seconds that {@code time} is in. */
    private static long tens(long time) {
        return Math.floorDiv(time, 10_000) * 10_000;
    }
}
