package io.millrace.benchmark.workload;

/**
 * What a key has had in the last minute, by panes of ten seconds: a window is the sum of six.
 *
 * <p>A key's events must come in the order of their times.
 *
 * <p>Confined to one thread.
 */
public final class W4Panes {
    private static final int PANES = (int) W4Hopping.SIZE.dividedBy(W4Hopping.ADVANCE);

    private final long[] counts = new long[PANES];
    private final double[] sums = new double[PANES];
    private long lastPane = Long.MIN_VALUE;

    /** Adds {@code event} and returns the result for it. */
    public W2Feature add(KeyedEvent event) {
        long pane = W4Hopping.pane(event.eventTime());
        forgetBefore(pane);
        int place = place(pane);
        counts[place]++;
        sums[place] += event.amount();
        return feature(event);
    }

    private void forgetBefore(long pane) {
        long passed = lastPane == Long.MIN_VALUE ? PANES : Math.min(PANES, pane - lastPane);
        for (long old = 0; old < passed; old++) {
            counts[place(pane - old)] = 0;
            sums[place(pane - old)] = 0;
        }
        lastPane = pane;
    }

    private W2Feature feature(KeyedEvent event) {
        long count = 0;
        double sum = 0;
        for (int place = 0; place < PANES; place++) {
            count += counts[place];
            sum += sums[place];
        }
        return new W2Feature(
                event.eventId(), event.key(), W4Hopping.firstWindow(event.eventTime()), count, sum, event.eventTime());
    }

    private static int place(long pane) {
        return Math.floorMod(pane, PANES);
    }
}
