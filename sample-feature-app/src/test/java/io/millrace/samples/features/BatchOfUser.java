package io.millrace.samples.features;

import io.millrace.samples.features.model.Kind;
import io.millrace.samples.features.model.RecentAction;
import io.millrace.samples.features.model.SessionFeatures;
import io.millrace.samples.features.model.UserFeatures;
import io.millrace.samples.features.model.WindowFeatures;
import io.millrace.samples.features.state.Action;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A user's features as a batch works them out. */
final class BatchOfUser extends Batch<UserFeatures> {
    private final String user;
    private final long sessionGap;

    BatchOfUser(String user, Duration sessionGap) {
        this(user, sessionGap.toMillis(), List.of(), Long.MIN_VALUE);
    }

    private BatchOfUser(String user, long sessionGap, List<Action> counted, long asOf) {
        super(counted, asOf);
        this.user = user;
        this.sessionGap = sessionGap;
    }

    @Override
    BatchOfUser copy() {
        return new BatchOfUser(user, sessionGap, counted(), asOf());
    }

    @Override
    boolean isLate(Action action) {
        return version() > 0 && action.time() <= asOf() - HOUR;
    }

    @Override
    UserFeatures features(long time) {
        long moment = Math.max(time, asOf());
        List<Action> newestFirst = within(moment, HOUR);
        newestFirst.sort(Comparator.comparingLong(Action::time).reversed());
        return new UserFeatures(
                user,
                Instant.ofEpochMilli(moment),
                version(),
                Instant.ofEpochMilli(lastSeen()),
                session(moment),
                window(moment, HOUR / 60),
                window(moment, HOUR / 12),
                window(moment, HOUR),
                newestFirst.stream()
                        .limit(5)
                        .map(action -> new RecentAction(
                                Instant.ofEpochMilli(action.time()), action.kind(), action.item(), action.cents()))
                        .toList());
    }

    private SessionFeatures session(long moment) {
        List<Long> times = counted().stream().map(Action::time).sorted().toList();
        int last = times.size() - 1;
        if (moment - times.get(last) > sessionGap) {
            return new SessionFeatures(0, 0);
        }
        int first = last;
        while (first > 0 && times.get(first) - times.get(first - 1) <= sessionGap) {
            first--;
        }
        return new SessionFeatures(times.get(last) - times.get(first), last - first + 1);
    }

    private WindowFeatures window(long moment, long span) {
        List<Action> actions = within(moment, span);
        BigDecimal spent = actions.stream()
                .map(action -> BigDecimal.valueOf(action.cents()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        int purchases = count(actions, Kind.PURCHASE);
        return new WindowFeatures(
                count(actions, Kind.VIEW),
                count(actions, Kind.CART),
                purchases,
                (int) actions.stream().map(Action::item).distinct().count(),
                spent.longValueExact(),
                purchases == 0
                        ? null
                        : spent.divide(BigDecimal.valueOf(purchases), MathContext.DECIMAL128)
                                .doubleValue(),
                true);
    }

    /** Returns what came last before all others, so that a stable sort by time leaves those of the same time so. */
    private List<Action> within(long moment, long span) {
        List<Action> within = new ArrayList<>();
        for (Action action : counted()) {
            if (action.time() > moment - span && action.time() <= moment) {
                within.add(0, action);
            }
        }
        return within;
    }

    private static int count(List<Action> actions, Kind kind) {
        return (int) actions.stream().filter(action -> action.kind() == kind).count();
    }
}
