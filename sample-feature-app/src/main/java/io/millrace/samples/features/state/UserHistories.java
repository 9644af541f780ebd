package io.millrace.samples.features.state;

import io.millrace.samples.features.model.RecentAction;
import io.millrace.samples.features.model.SessionFeatures;
import io.millrace.samples.features.model.UserFeatures;
import io.millrace.samples.features.model.WindowFeatures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How histories grow and age, and what they tell.
 *
 * <p>A window of a span ends with the moment that is asked for, to the millisecond: features are those that a model would have seen at
 * that moment, so that what it is trained with is what it is served. For that each event of the last hour is kept, {@link
 * FeatureProperties#maxEvents} at most; in which order they come makes no difference, unless one comes more than an hour late.
 *
 * <p>Immutable.
 */
public final class UserHistories {
    private final FeatureProperties properties;

    public UserHistories(FeatureProperties properties) {
        this.properties = properties;
    }

    /** Returns {@code history} with one more action; itself if the action comes too late to count. */
    public UserHistory with(UserHistory history, Action action) {
        if (action.time() <= history.forgottenUpTo()) {
            return history;
        }
        List<Action> actions = new ArrayList<>(history.actions().size() + 1);
        actions.addAll(history.actions());
        actions.add(place(actions, action.time()), action);
        return trimmed(
                actions,
                history.forgottenUpTo(),
                history.before(),
                Math.max(history.asOf(), action.time()),
                history.version() + 1);
    }

    /** Returns {@code history} without what no window reaches back to from {@code time} on. */
    public UserHistory aged(UserHistory history, long time) {
        return trimmed(
                history.actions(),
                history.forgottenUpTo(),
                history.before(),
                Math.max(history.asOf(), time),
                history.version());
    }

    /** Returns when it tells something else if the user stays away. */
    public long nextChange(UserHistory history) {
        return Span.nextChange(history.lastSeen(), history.asOf(), properties.forgetAfter());
    }

    /** Returns whether nothing was heard of the user for so long that there is nothing to be told any more. */
    public boolean isForgotten(UserHistory history) {
        return history.asOf() >= history.lastSeen() + properties.forgetAfter().toMillis();
    }

    /**
     * Returns what there is to tell at {@code time}.
     *
     * @param time in milliseconds since 1970; the time of the newest event if that is later
     */
    public UserFeatures features(String user, UserHistory history, long time) {
        long asOf = Math.max(time, history.asOf());
        return new UserFeatures(
                user,
                Instant.ofEpochMilli(asOf),
                history.version(),
                Instant.ofEpochMilli(history.lastSeen()),
                session(history, asOf),
                window(history, asOf, Span.MINUTE),
                window(history, asOf, Span.FIVE_MINUTES),
                window(history, asOf, Span.HOUR),
                recent(history, asOf));
    }

    private UserHistory trimmed(List<Action> actions, long forgottenUpTo, Session before, long asOf, long version) {
        int tooMany = Math.max(0, actions.size() - properties.maxEvents());
        long upTo = Math.max(forgottenUpTo, asOf - Span.LONGEST.millis());
        upTo = tooMany == 0 ? upTo : Math.max(upTo, actions.get(tooMany - 1).time());
        int kept = tooMany;
        while (kept < actions.size() && actions.get(kept).time() <= upTo) {
            kept++;
        }
        Session session = before;
        for (Action forgotten : actions.subList(0, kept)) {
            session = session.with(forgotten.time(), properties.sessionGap().toMillis());
        }
        return new UserHistory(actions.subList(kept, actions.size()), upTo, session, asOf, version);
    }

    /** Behind all that are not later. */
    private static int place(List<Action> actions, long time) {
        int place = actions.size();
        while (place > 0 && actions.get(place - 1).time() > time) {
            place--;
        }
        return place;
    }

    private SessionFeatures session(UserHistory history, long asOf) {
        long gap = properties.sessionGap().toMillis();
        if (asOf - history.lastSeen() > gap) {
            return SessionFeatures.NONE;
        }
        Session session = history.before();
        for (Action action : history.actions()) {
            session = session.with(action.time(), gap);
        }
        return new SessionFeatures(session.end() - session.begin(), session.events());
    }

    private static WindowFeatures window(UserHistory history, long asOf, Span span) {
        long begin = asOf - span.millis();
        int views = 0;
        int carts = 0;
        int purchases = 0;
        long spent = 0;
        Set<String> items = new HashSet<>();
        for (int index = history.actions().size() - 1; index >= 0; index--) {
            Action action = history.actions().get(index);
            if (action.time() <= begin) {
                break;
            }
            items.add(action.item());
            switch (action.kind()) {
                case VIEW -> views++;
                case CART -> carts++;
                case PURCHASE -> {
                    purchases++;
                    spent = Math.addExact(spent, action.cents());
                }
            }
        }
        Double average = purchases == 0 ? null : (double) spent / purchases;
        boolean complete = begin >= history.forgottenUpTo();
        return new WindowFeatures(views, carts, purchases, items.size(), spent, average, complete);
    }

    private static List<RecentAction> recent(UserHistory history, long asOf) {
        List<RecentAction> recent = new ArrayList<>();
        for (int index = history.actions().size() - 1; index >= 0 && recent.size() < UserFeatures.RECENT; index--) {
            Action action = history.actions().get(index);
            if (action.time() <= asOf - Span.LONGEST.millis()) {
                break;
            }
            recent.add(new RecentAction(
                    Instant.ofEpochMilli(action.time()), action.kind(), action.item(), action.cents()));
        }
        return recent;
    }
}
