package io.millrace.internal.state;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Timers of one kind of time, those that are due first at the head; of those that are due at the same time, the one that came last is the
 * last.
 *
 * <p>Timers that are due at the same time, as those of windows are in masses, form a line that one can leave anywhere. So adding and
 * removing cost a look into the tree of times at most, and no call has to make up for many others before it.
 *
 * <p>Confined to the worker.
 */
final class TimeOrder {

    private final TreeMap<Long, Line> lines = new TreeMap<>();

    /** The line that is served now; null where that is not known. */
    private @Nullable Line head;

    /** A timer, and its place in a line while it is in one. Confined to the worker. */
    static final class Place {
        private final Object key;
        private final Object name;
        private final long due;
        private @Nullable Line line;
        private @Nullable Place before;
        private @Nullable Place behind;

        /** {@code due} is as {@link Due} has it. */
        Place(Object key, Object name, long due) {
            this.key = key;
            this.name = name;
            this.due = due;
        }

        Object key() {
            return key;
        }

        Object name() {
            return name;
        }

        long due() {
            return due;
        }
    }

    /** Those that are due at one time, which has at least one of them. */
    private static final class Line {
        private final long at;
        private @Nullable Place first;
        private @Nullable Place last;

        private Line(long at) {
            this.at = at;
        }
    }

    /** Returns the first of all; null if there is none. */
    @Nullable
    Place first() {
        if (head == null) {
            Map.Entry<Long, Line> least = lines.firstEntry();
            head = least == null ? null : least.getValue();
        }
        return head == null ? null : head.first;
    }

    /** Puts {@code place}, which is in no line, behind those that are due at the same time. */
    void add(Place place) {
        long at = Due.at(place.due);
        Line line = lines.computeIfAbsent(at, Line::new);
        if (head != null && at < head.at) {
            head = line;
        }
        place.line = line;
        place.before = line.last;
        if (line.last == null) {
            line.first = place;
        } else {
            line.last.behind = place;
        }
        line.last = place;
    }

    /** Takes {@code place} out of its line. */
    void remove(Place place) {
        Line line = place.line;
        if (line == null) {
            throw new IllegalStateException("A timer that is due at %d is in no line".formatted(Due.at(place.due)));
        }
        if (place.before == null) {
            line.first = place.behind;
        } else {
            place.before.behind = place.behind;
        }
        if (place.behind == null) {
            line.last = place.before;
        } else {
            place.behind.before = place.before;
        }
        place.line = null;
        place.before = null;
        place.behind = null;
        if (line.first == null) {
            lines.remove(line.at);
            if (head == line) {
                head = null;
            }
        }
    }
}
