package io.millrace.samples.features.state;

import java.util.List;

/**
 * What is remembered of a user: the value that the topology keeps for each. {@link UserHistories} says how it grows.
 *
 * <p>Immutable.
 *
 * @param actions what the user did lately, in the order of time; at the same time in the order in which it came
 * @param forgottenUpTo everything that counted and is later than this is among the actions; what comes up to this is late
 * @param before the session that the last forgotten action belongs to
 * @param asOf up to when it was told last
 * @param version how many events have counted
 */
public record UserHistory(List<Action> actions, long forgottenUpTo, Session before, long asOf, long version) {
    public static final UserHistory NONE = new UserHistory(List.of(), Long.MIN_VALUE, Session.NONE, Long.MIN_VALUE, 0);

    public UserHistory {
        actions = List.copyOf(actions);
    }

    /** Returns the time of the newest event. */
    public long lastSeen() {
        return actions.isEmpty()
                ? before.end()
                : actions.get(actions.size() - 1).time();
    }
}
