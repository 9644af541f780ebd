package io.millrace.internal.operator;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * When records of one id were let pass that others may still be duplicates of, by event time. Nearly always there is one.
 * Immutable.
 *
 * @param times in the order in which the records came
 */
record Sightings(List<Long> times) {

    static final Serde<Sightings> SERDE = new TimesSerde();

    Sightings {
        times = List.copyOf(times);
    }

    /** Returns whether one of those that are not before {@code horizon} is within {@code distance} of {@code timestamp}. */
    boolean isNear(long timestamp, long distance, long horizon) {
        for (long time : times) {
            if (time >= horizon && Math.abs(time - timestamp) <= distance) {
                return true;
            }
        }
        return false;
    }

    Sightings with(long timestamp) {
        List<Long> more = new ArrayList<>(times);
        more.add(timestamp);
        return new Sightings(more);
    }

    /** Returns those that are not before {@code horizon}. */
    Sightings since(long horizon) {
        return new Sightings(times.stream().filter(time -> time >= horizon).toList());
    }

    boolean isEmpty() {
        return times.isEmpty();
    }

    long earliest() {
        return times.stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    private static final class TimesSerde implements Serde<Sightings> {

        @Override
        public Serializer<Sightings> serializer() {
            return (topic, sightings) -> {
                ByteBuffer bytes = ByteBuffer.allocate(sightings.times().size() * Long.BYTES);
                sightings.times().forEach(bytes::putLong);
                return bytes.array();
            };
        }

        @Override
        public Deserializer<Sightings> deserializer() {
            return (topic, bytes) -> {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                List<Long> times = new ArrayList<>();
                while (buffer.hasRemaining()) {
                    times.add(buffer.getLong());
                }
                return new Sightings(times);
            };
        }
    }
}
