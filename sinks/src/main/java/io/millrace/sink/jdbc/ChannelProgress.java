package io.millrace.sink.jdbc;

import io.millrace.processor.OutputId;
import io.millrace.processor.OutputId.Channel;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far a channel has come: its newest output, and those up to it that were given up and not written. Immutable.
 *
 * @param givenUp those that may come again
 */
record ChannelProgress(Channel channel, Place newest, SortedSet<Place> givenUp) {

    /** An output's place in its channel. Immutable. */
    record Place(long offset, int ordinal) implements Comparable<Place> {

        static Place of(OutputId id) {
            return new Place(id.offset(), id.ordinal());
        }

        @Override
        public int compareTo(Place other) {
            int byOffset = Long.compare(offset, other.offset);
            return byOffset == 0 ? Integer.compare(ordinal, other.ordinal) : byOffset;
        }

        @Override
        public String toString() {
            return offset + "." + ordinal;
        }

        private static Place parse(String text) {
            String[] parts = text.split("\\.");
            return new Place(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
        }
    }

    /** Reads {@code givenUp} as {@link #givenUpText} writes it. */
    static ChannelProgress of(Channel channel, Place newest, @Nullable String givenUp) {
        SortedSet<Place> places = new TreeSet<>();
        if (givenUp != null) {
            Arrays.stream(givenUp.split(" ")).map(Place::parse).forEach(places::add);
        }
        return new ChannelProgress(channel, newest, Collections.unmodifiableSortedSet(places));
    }

    /** Returns the outputs that were given up, as a text; null if there are none. */
    @Nullable
    String givenUpText() {
        return givenUp.isEmpty() ? null : givenUp.stream().map(Place::toString).collect(Collectors.joining(" "));
    }

    /** Returns whether {@code id} lies behind all that was written or given up. */
    boolean isBefore(OutputId id) {
        return newest.compareTo(Place.of(id)) < 0;
    }

    boolean hasGivenUp(OutputId id) {
        return givenUp.contains(Place.of(id));
    }

    /** Returns what it is when {@code id} is written. */
    ChannelProgress writing(OutputId id) {
        return new ChannelProgress(channel, Place.of(id), givenUp);
    }

    /** Returns what it is when {@code id} is given up, and nothing of inputs before {@code replayFrom} comes again. */
    ChannelProgress givingUp(OutputId id, long replayFrom) {
        SortedSet<Place> left = new TreeSet<>(givenUp.tailSet(new Place(replayFrom, 0)));
        left.add(Place.of(id));
        return new ChannelProgress(channel, Place.of(id), Collections.unmodifiableSortedSet(left));
    }
}
