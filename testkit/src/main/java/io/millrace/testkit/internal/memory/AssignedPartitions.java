package io.millrace.testkit.internal.memory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a consumer reads at the moment, and how far it is. Confined to the test's thread. */
final class AssignedPartitions {

    private final Map<TopicPartition, Place> places = new LinkedHashMap<>();

    /** How far one partition is read. */
    static final class Place {
        private static final long UNKNOWN = -1;

        private long position = UNKNOWN;
        private int leaderEpoch = (int) UNKNOWN;
        private boolean paused;

        boolean isKnown() {
            return position != UNKNOWN;
        }

        boolean isPaused() {
            return paused;
        }

        long position() {
            return position;
        }

        /** Returns the leader epoch of the last record before the position; negative if unknown. */
        int leaderEpoch() {
            return leaderEpoch;
        }

        void moveTo(long newPosition, int newLeaderEpoch) {
            position = newPosition;
            leaderEpoch = newLeaderEpoch;
        }

        void pause() {
            paused = true;
        }

        void resume() {
            paused = false;
        }
    }

    /** Takes a new assignment; what stays in it keeps its place, and stays paused if it was. */
    void assign(Collection<TopicPartition> partitions) {
        Set<TopicPartition> assigned = new LinkedHashSet<>(partitions);
        places.keySet().retainAll(assigned);
        assigned.forEach(partition -> places.computeIfAbsent(partition, any -> new Place()));
    }

    Set<TopicPartition> all() {
        return places.keySet();
    }

    Map<TopicPartition, Place> places() {
        return places;
    }

    Set<TopicPartition> paused() {
        Set<TopicPartition> paused = new LinkedHashSet<>();
        places.forEach((partition, place) -> {
            if (place.isPaused()) {
                paused.add(partition);
            }
        });
        return paused;
    }

    /** Returns the known positions, in the form that is committed. */
    Map<TopicPartition, OffsetAndMetadata> positions() {
        Map<TopicPartition, OffsetAndMetadata> positions = new LinkedHashMap<>();
        places.forEach((partition, place) -> {
            if (place.isKnown()) {
                Optional<Integer> epoch = Optional.of(place.leaderEpoch()).filter(known -> known >= 0);
                positions.put(partition, new OffsetAndMetadata(place.position(), epoch, ""));
            }
        });
        return positions;
    }

    /** @throws IllegalStateException if it is not assigned */
    Place require(TopicPartition partition) {
        Place place = places.get(partition);
        if (place == null) {
            throw new IllegalStateException("No current assignment for partition " + partition);
        }
        return place;
    }
}
