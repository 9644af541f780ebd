package io.millrace.aggregation;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/**
 * The greatest values of a key. Immutable.
 *
 * @param values the greatest first; of equal ones the earliest
 */
public record TopN<V>(List<V> values) {

    public TopN {
        values = List.copyOf(values);
    }

    /** Returns the {@code size} greatest of these and {@code value}. */
    TopN<V> plus(V value, int size, Comparator<? super V> order) {
        int place = values.size();
        while (place > 0 && order.compare(value, values.get(place - 1)) > 0) {
            place--;
        }
        if (place >= size && values.size() <= size) {
            return this;
        }
        List<V> greatest = new ArrayList<>(values);
        greatest.add(place, value);
        return new TopN<>(greatest.subList(0, Math.min(size, greatest.size())));
    }

    /** Returns the {@code size} greatest of these and of {@code other}. */
    TopN<V> plus(TopN<V> other, int size, Comparator<? super V> order) {
        TopN<V> greatest = this;
        for (V value : other.values) {
            greatest = greatest.plus(value, size, order);
        }
        return greatest;
    }

    /** The number of values, then each behind its length. */
    static final class Stored<V> extends AggregateSerde<TopN<V>> {

        private final Serde<V> values;

        Stored(Serde<V> values) {
            super("TopN", 0x31);
            this.values = values;
        }

        @Override
        ByteBuffer write(String topic, TopN<V> aggregate) {
            List<byte[]> serialized = aggregate.values.stream()
                    .map(value -> values.serializer().serialize(topic, value))
                    .toList();
            int length = serialized.stream()
                    .mapToInt(value -> Integer.BYTES + value.length)
                    .sum();
            ByteBuffer bytes = begin(Integer.BYTES + length).putInt(serialized.size());
            serialized.forEach(value -> bytes.putInt(value.length).put(value));
            return bytes;
        }

        @Override
        TopN<V> read(String topic, ByteBuffer bytes) {
            int count = bytes.getInt();
            List<V> read = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                read.add(values.deserializer().deserialize(topic, next(bytes)));
            }
            return new TopN<>(read);
        }

        private static byte[] next(ByteBuffer bytes) {
            int length = bytes.getInt();
            if (length > bytes.remaining()) {
                throw new BufferUnderflowException();
            }
            byte[] value = new byte[length];
            bytes.get(value);
            return value;
        }
    }
}
